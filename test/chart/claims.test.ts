import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadConfig } from "../../lib/service/config.ts";
import { settings } from "../../lib/service/config-settings.ts";
import { type Labels, matches, podsOf, type Resource, render, resourcesOf, setNamed, sets } from "./helm.ts";

type Named = readonly { readonly name: string; readonly [key: string]: unknown }[];
const services = ["coordinator", "extractor", "trainer"];
const isService = ({ template }: { template: Resource }) => template.metadata.labels["frostline/kind"] === "service";
const componentOf = (labels: Labels) => labels["app.kubernetes.io/component"]!;

describe.each(sets)("with the values of $name", async ({ file }) => {
	const text = await render(file);
	const resources = resourcesOf(text);
	const pods = podsOf(resources);
	const ours = pods.filter(isService);
	const of = (kind: string) => resources.filter((each) => each.kind === kind);

	test("there are all three services, each started by its own verb", () => {
		expect([...new Set(ours.map(({ template }) => componentOf(template.metadata.labels)))].sort()).toEqual(services);
		for (const { template } of ours) expect(template.spec.containers[0].args).toEqual([componentOf(template.metadata.labels)]);
	});

	test("every pod passes the Pod Security standard restricted, writes nowhere but its volumes, and has no token", () => {
		for (const { of: owner, template } of pods) {
			const { securityContext, volumes, containers, hostNetwork, hostPID, automountServiceAccountToken } = template.spec;
			expect([hostNetwork, hostPID, automountServiceAccountToken], owner.metadata.name).toEqual([undefined, undefined, false]);
			expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
			expect(securityContext.runAsUser).toBeGreaterThan(0);
			for (const volume of volumes) {
				const kinds = Object.keys(volume).filter((key) => key !== "name");
				expect(["configMap", "secret", "emptyDir", "projected", "ephemeral"]).toContain(kinds[0]);
			}
			for (const container of containers) {
				expect(container.securityContext).toEqual({
					allowPrivilegeEscalation: false,
					readOnlyRootFilesystem: true,
					capabilities: { drop: ["ALL"] },
				});
				expect(container.resources.requests).toMatchObject({ cpu: expect.anything(), memory: expect.anything() });
				expect(container.resources.limits.memory).toBeTruthy();
			}
		}
	});

	test("secrets are files of mounted Secrets, and nothing secret is written", () => {
		for (const { template } of ours) {
			const [{ env, volumeMounts }] = template.spec.containers as [{ env: Named; volumeMounts: Named }];
			expect(env.map(({ name }) => name)).toEqual(expect.arrayContaining(["FROSTLINE_S3_ACCESS_KEY_FILE", "FROSTLINE_S3_SECRET_KEY_FILE"]));
			const mounted = volumeMounts.map(({ mountPath }) => String(mountPath));
			for (const { name, value } of env) {
				if (!/_FILE$|_CREDENTIALS$/.test(name)) continue;
				expect(mounted).toContain(String(value).replace(/\/[^/]+$/, ""));
			}
		}
		for (const { metadata } of of("Secret")) expect(metadata.annotations).toMatchObject({ "helm.sh/resource-policy": "keep" });
	});

	test("variables are settings that there are, and with the configuration file they are enough", () => {
		const known = new Set(settings.flatMap(({ env, secret }) => (secret ? [env, `${env}_FILE`] : [env])));
		const [config] = of("ConfigMap").filter(({ metadata }) => componentOf(metadata.labels) === "config");
		const file = parse(config!.data["frostline.yaml"]);
		for (const { template } of ours) {
			const env = template.spec.containers[0].env as Named;
			const set = env.map(({ name }) => name).filter((name) => name.startsWith("FROSTLINE_") && name !== "FROSTLINE_CONFIG");
			expect(set.filter((name) => !known.has(name))).toEqual([]);
		}
		const loaded = loadConfig({ env: { FROSTLINE_S3_ACCESS_KEY: "a", FROSTLINE_S3_SECRET_KEY: "b" }, overrides: file });
		expect(loaded.nats.servers.length).toBeGreaterThan(0);
		expect(loaded.cache.bytes).toBeLessThan(18 * 2 ** 30);
	});

	test("three probes ask three questions, and none restarts a pod because NATS is away", () => {
		for (const { template } of ours) {
			const { startupProbe, livenessProbe, readinessProbe } = template.spec.containers[0];
			expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path)).toEqual(["/livez", "/livez", "/readyz"]);
			expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBeGreaterThanOrEqual(300);
		}
	});

	test("the time before a pod is killed is that of its drain and of its stop, and more", () => {
		for (const { template } of ours) {
			const [{ env, lifecycle }] = template.spec.containers as [{ env: Named; lifecycle?: { preStop: { exec: { command: string[] } } } }];
			const shutdown = Number(env.find(({ name }) => name === "FROSTLINE_SHUTDOWN_MS")!.value) / 1000;
			const drain = Number(lifecycle?.preStop.exec.command.at(-1) ?? 0);
			if (componentOf(template.metadata.labels) === "extractor") expect(drain).toBeGreaterThan(0);
			expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThan(drain + shutdown);
		}
	});

	test("selectors find the pods that they are meant for, and budgets let pods go", () => {
		for (const { of: owner, template } of pods)
			if (owner.kind !== "Pod") expect(matches(template.metadata.labels, owner.spec.selector.matchLabels), owner.metadata.name).toBe(true);
		const found = (selector: Labels) => pods.filter(({ template }) => matches(template.metadata.labels, selector));
		for (const { metadata, spec } of of("PodDisruptionBudget")) {
			expect(new Set(found(spec.selector.matchLabels).map(({ of: owner }) => owner.metadata.name)).size, metadata.name).toBe(1);
			expect(parseInt(spec.maxUnavailable, 10)).toBeGreaterThan(0);
		}
		for (const { metadata, spec } of of("Service")) expect(found(spec.selector).length, metadata.name).toBeGreaterThan(0);
		for (const { spec } of of("ServiceMonitor")) {
			const monitored = of("Service").filter(({ metadata }) => matches(metadata.labels, spec.selector.matchLabels));
			expect(monitored.map(({ metadata }) => metadata.name)).toEqual(["frostline-metrics"]);
			expect(found(monitored[0]!.spec.selector)).toEqual(ours);
		}
		for (const { spec } of of("ScaledObject")) {
			const [target] = of("Deployment").filter(({ metadata }) => metadata.name === spec.scaleTargetRef.name);
			expect(target?.spec.replicas, spec.scaleTargetRef.name).toBeUndefined();
		}
	});

	test("every pod is denied everything first, and each policy is about pods that there are", () => {
		const policies = of("NetworkPolicy");
		const [denied] = policies.filter(({ metadata }) => metadata.name === "frostline-deny-all");
		expect(denied!.spec).toMatchObject({ policyTypes: ["Ingress", "Egress"] });
		expect([denied!.spec.ingress, denied!.spec.egress]).toEqual([undefined, undefined]);
		for (const { of: owner, template } of pods)
			expect(matches(template.metadata.labels, denied!.spec.podSelector.matchLabels), owner.metadata.name).toBe(true);
		for (const { metadata, spec } of policies)
			expect(
				pods.some(({ template }) => matches(template.metadata.labels, spec.podSelector.matchLabels)),
				metadata.name,
			).toBe(true);
		const [allowed] = policies.filter(({ metadata }) => metadata.name === "frostline-services");
		const ports = (allowed!.spec.egress as { ports: { port: number }[] }[]).flatMap((rule) => rule.ports.map(({ port }) => port));
		const { nats, s3, traces } = parse(of("ConfigMap").find(({ data }) => data["frostline.yaml"] !== undefined)!.data["frostline.yaml"]);
		const s3Port = Number(new URL(s3.endpoint).port || (s3.endpoint.startsWith("https") ? 443 : 80));
		const collector = traces === undefined ? [] : [Number(new URL(traces.endpoint).port)];
		expect(new Set(ports)).toEqual(new Set([53, ...nats.servers.map((each: string) => Number(each.split(":")[2])), s3Port, ...collector]));
	});
});

describe("values do what they say", () => {
	test("images: a digest goes before the tag, a pool's own tag before the chart's digest", async () => {
		const digest = `sha256:${"1".repeat(64)}`;
		const images = async (...set: string[]) =>
			Object.fromEntries(
				podsOf(resourcesOf(await render(setNamed("external"), "image.repository=r/f", ...set)))
					.filter(isService)
					.map(({ of: owner, template }) => [owner.metadata.name, template.spec.containers[0].image]),
			);
		expect(await images()).toMatchObject({ "frostline-coordinator": "r/f:0.1.0" });
		expect(await images(`image.digest=${digest}`, "extractor.image.tag=gpu")).toEqual({
			"frostline-coordinator": `r/f@${digest}`,
			"frostline-extractor-default": "r/f:gpu",
			"frostline-trainer": `r/f@${digest}`,
		});
	});

	test("pools: each with its own differences, on what is said for all", async () => {
		const resources = resourcesOf(await render(setNamed("gpu")));
		const named = (name: string) => resources.find(({ kind, metadata }) => kind !== "PodDisruptionBudget" && metadata.name === name)!;
		expect(resources.some(({ metadata }) => metadata.name === "frostline-extractor-default")).toBe(false);
		const l4 = named("frostline-extractor-l4");
		expect(l4.kind).toBe("DaemonSet");
		expect(l4.spec.template.spec.containers[0].resources.limits).toEqual({ "nvidia.com/gpu": 1, memory: "16Gi" });
		expect(l4.spec.template.spec.nodeSelector).toEqual({ "nvidia.com/gpu.product": "NVIDIA-L4" });
		const h100 = named("frostline-extractor-h100");
		expect([h100.kind, h100.spec.replicas]).toEqual(["Deployment", 4]);
		expect(h100.spec.template.spec.terminationGracePeriodSeconds).toBe(120 + 25 + 5);
		expect(l4.spec.template.spec.terminationGracePeriodSeconds).toBe(60 + 25 + 5);
	});

	test("another configuration restarts the pods, the same does not", async () => {
		const sum = async (...set: string[]) =>
			podsOf(resourcesOf(await render(setNamed("external"), ...set))).find(isService)!.template.metadata.annotations!["checksum/config"];
		expect(await sum("extractor.replicas=3")).toBe(await sum());
		expect(await sum("settings.log=debug")).not.toBe(await sum());
	});

	test("the bundled NATS writes every message before it answers, on three servers, and so does each stream", async () => {
		const resources = resourcesOf(await render(setNamed("plain")));
		const text = (name: string) =>
			Object.values(resources.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === name)!.data)[0];
		expect(text("frostline-nats")).toMatch(/sync_interval: always\n/);
		expect(text("frostline-nats")).toContain("nats-route://frostline-nats-2.frostline-nats-headless:6222");
		expect(parse(text("frostline") as string).nats).toMatchObject({ replicas: 3, servers: ["nats://frostline-nats:4222"] });
	});

	test("a release of another name has another name everywhere", async () => {
		const text = await render(setNamed("plain"), "fullnameOverride=team-a");
		const names = resourcesOf(text).map(({ metadata }) => metadata.name);
		expect(names.filter((name) => !/^team-a(-|$)/.test(name))).toEqual([]);
		expect(text).toContain("nats://team-a-nats:4222");
	});
});
