import { expect, test } from "vitest";
import { chart, KUBE, runHelm, setNamed } from "./helm.ts";

/** Values on top of a set that is right → what Helm says of them. */
const wrong: readonly (readonly [set: string, values: readonly string[], said: string | RegExp])[] = [
	// Misspelt or of a wrong kind: the schema, before anything is rendered.
	["try", ["coordinator.replica=2"], /at '\/coordinator': additional properties 'replica' not allowed/],
	["try", ["settings.nats.ackWait=1"], /at '\/settings\/nats': additional properties 'ackWait' not allowed/],
	["try", ["settings.nats.ackWaitMs=60"], /at '\/settings\/nats\/ackWaitMs': minimum: got 60, want 1,?000/],
	["try", ["settings.s3.secretKey=x"], /at '\/settings\/s3': additional properties 'secretKey' not allowed/],
	["try", ["extractor.replicas=two"], /at '\/extractor\/replicas': got string, want integer/],
	["try", ["extractor.kind=StatefulSet"], /at '\/extractor\/kind': value must be one of 'Deployment', 'DaemonSet'/],
	["try", ["coordinator.replicas=0"], /at '\/coordinator\/replicas': minimum: got 0, want 1/],
	["try", ["coordinator.pdb.maxUnavailable=0"], /at '\/coordinator\/pdb\/maxUnavailable': .*\n.*minimum: got 0, want 1/],
	["try", ["bundled.nats.replicas=2"], /at '\/bundled\/nats\/replicas': value must be one of 1, 3, 5/],
	["try", ["bundled.nats.syncInterval=sometimes"], /at '\/bundled\/nats\/syncInterval': 'sometimes' does not match pattern/],
	["external", ["nats.servers={http://nats:4222}"], /at '\/nats\/servers\/0': 'http:\/\/nats:4222' does not match pattern/],
	["external", ["nats.servers={nats://user:password@nats:4222}"], /at '\/nats\/servers\/0'.* does not match pattern/],
	["external", ["s3.endpoint=https://s3.example/bucket"], /at '\/s3\/endpoint'.* does not match pattern/],
	["gpu", ["extractor.pools.l4.gpus=1"], /at '\/extractor\/pools\/l4': additional properties 'gpus' not allowed/],
	// Each right, and wrong together: one line with what to write.
	[
		"try",
		["bundled.nats.enabled=false"],
		"nats.servers is empty: name your NATS (nats.servers={nats://nats.nats:4222}), or try it with bundled.nats.enabled=true",
	],
	["try", ["bundled.s3.enabled=false"], "s3.endpoint is empty: name your store"],
	["try", ["nats.servers={nats://nats:4222}"], "nats.servers and bundled.nats.enabled are two NATS: keep one"],
	["try", ["s3.endpoint=https://s3"], "s3.endpoint and bundled.s3.enabled are two stores: keep one"],
	[
		"try",
		["nats.auth.kind=token"],
		"nats.auth.kind is token, and the trainer has no Secret for it: name one in nats.auth.secret or trainer.secrets.nats",
	],
	["try", ["bundled.nats.auth.secret=users"], "services sign in as nobody: set nats.auth.kind and nats.auth.secret"],
	["external", ["s3.auth.secret="], "the coordinator has no keys for the store: name a Secret in s3.auth.secret or coordinator.secrets.s3"],
	["external", ["nats.auth.kind=none"], "the coordinator has a Secret for NATS, but nats.auth.kind is none"],
	["external", ["s3.endpoint=http://s3:9000", "s3.tls.secret=ca"], "s3.tls.secret is set, but s3.endpoint is not encrypted"],
	["secure", ["nats.tls.secret=", "trainer.secrets.natsTls="], "nats.tls.clientCertificate is true, and the trainer has no certificate"],
	["keda", ["keda.monitor="], "keda.enabled needs to know where NATS is monitored"],
	["try", ["extractor.pools.default.enabled=false"], "extractor.pools has no pool that is enabled: nobody would compute features"],
	["try", ["extractor.resources.requests.cpu=null"], "extractor.pools.default has no resources.requests.cpu"],
];

test.each(wrong)("on top of %s, %j is refused", async (set, values, said) => {
	const ran = await runHelm(
		"template",
		"frostline",
		chart,
		...KUBE,
		"--values",
		setNamed(set),
		...values.flatMap((each) => ["--set", each]),
	);
	expect(ran.stdout).toBe("");
	expect(ran.stderr).toMatch(said);
	expect(ran.code).toBe(1);
});
