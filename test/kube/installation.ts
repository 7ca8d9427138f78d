import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { vi } from "vitest";
import { sha256 } from "../../lib/base/digest.ts";
import { type JobState, readState } from "../../lib/plan/job-state.ts";
import { openS3Store } from "../../lib/store/minio.ts";
import type { Store } from "../../lib/store/port.ts";
import { frostline, type Ran } from "../support/frostline.ts";
import { helm, kubectl } from "./kubectl.ts";
import { signedIn } from "./rights.ts";

const chart = resolve(import.meta.dirname, "../../deploy/helm/frostline");
const RELEASE = "frostline";

/** A release of the chart in a namespace of its own, with a store and a NATS that gives each service its own rights, reached from outside the cluster. */
export interface Installation {
	readonly namespace: string;
	/** A folder of this machine, gone with it. */
	readonly folder: string;
	/** As the test sees it. */
	readonly store: Store;
	/** Of the command line. */
	readonly env: NodeJS.ProcessEnv;
	cli(args: readonly string[]): Promise<Ran>;
	/** `helm upgrade --install` with what differs from the values so far; waits until all is ready. */
	apply(changes?: object): Promise<void>;
	uninstall(): Promise<void>;
	/** Where a job stands; null while the store is away. */
	state(job: string): Promise<JobState | null>;
	/** Keys of feature files; null while the store is away. */
	featureKeys(): Promise<string[] | null>;
	/** Feature files in the store, by key and digest. */
	features(): Promise<Record<string, string>>;
	remove(): Promise<void>;
}

export async function install(values: object): Promise<Installation> {
	const namespace = `frostline-test-${randomBytes(4).toString("hex")}`;
	const folder = await mkdtemp(join(tmpdir(), "frostline-kube-"));
	await kubectl(`create namespace ${namespace}`);
	await kubectl(`label namespace ${namespace} pod-security.kubernetes.io/enforce=restricted`);
	const storageClass = await volumes(namespace);
	const node = await kubectl(`get nodes -o jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}`);
	const [natsPort, s3Port] = nodePorts();
	const keys = await signedIn(namespace);
	const base = [
		{
			image: imageOf(process.env.FROSTLINE_IMAGE!),
			bundled: {
				nats: {
					enabled: true,
					...(process.env.FROSTLINE_NATS_IMAGE ? { image: imageOf(process.env.FROSTLINE_NATS_IMAGE) } : {}),
					...(process.env.FROSTLINE_NATS_BINARY ? { binary: process.env.FROSTLINE_NATS_BINARY } : {}),
					storage: { size: "1Gi", storageClass },
					service: { type: "NodePort", nodePort: natsPort },
				},
				s3: {
					enabled: true,
					...(process.env.FROSTLINE_S3_IMAGE ? { image: imageOf(process.env.FROSTLINE_S3_IMAGE) } : {}),
					storage: { size: "5Gi", storageClass },
					service: { type: "NodePort", nodePort: s3Port },
				},
			},
			// From outside the cluster: whatever address the node shows.
			networkPolicy: { clients: [{ ipBlock: { cidr: "0.0.0.0/0" } }] },
		},
		keys.values,
		values,
	].reduce(merged);
	let current = base;
	const apply = async (changes: object = {}) => {
		current = merged(current, changes);
		const file = join(folder, "values.json");
		await writeFile(file, JSON.stringify(current));
		await helm("upgrade", "--install", RELEASE, chart, "--namespace", namespace, "--values", file, "--wait", "--timeout", "5m");
	};
	await apply();
	const secret = async (key: string) =>
		Buffer.from(await kubectl(`-n ${namespace} get secret ${RELEASE}-s3 -o jsonpath={.data.${key}}`), "base64").toString();
	const s3 = { endpoint: `http://${node}:${s3Port}`, accessKey: await secret("access-key"), secretKey: await secret("secret-key") };
	const inherited = Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith("FROSTLINE_")));
	const env: NodeJS.ProcessEnv = {
		...inherited,
		FROSTLINE_NATS_URL: `nats://${node}:${natsPort}`,
		FROSTLINE_S3_ENDPOINT: s3.endpoint,
		FROSTLINE_S3_ACCESS_KEY: s3.accessKey,
		FROSTLINE_S3_SECRET_KEY: s3.secretKey,
		FROSTLINE_CACHE: join(folder, "cli"),
		...keys.env,
	};
	const store = await openS3Store({ ...s3, bucket: "frostline", cache: join(folder, "store"), setUp: false });
	const list = async () => {
		const found: string[] = [];
		for await (const key of store.list("features/")) if (key.endsWith(".safetensors")) found.push(key);
		return found;
	};
	return {
		namespace,
		folder,
		store,
		env,
		cli: (args) => frostline(args, { cwd: folder, env }),
		apply,
		async uninstall() {
			// In the foreground: by default Deployments are gone, and Helm content, before their pods know of it.
			await helm("uninstall", RELEASE, "--namespace", namespace, "--cascade", "foreground", "--wait", "--timeout", "5m");
		},
		state: (job) => readState(store, job).catch(() => null),
		featureKeys: () => list().catch(() => null),
		async features() {
			const found: Record<string, string> = {};
			for (const key of await list()) found[key] = sha256((await store.get(key))!);
			return found;
		},
		async remove() {
			await store.close();
			await helm("uninstall", RELEASE, "--namespace", namespace, "--wait", "--timeout", "2m").catch(() => {}); // it may be gone
			await kubectl(`delete namespace ${namespace} --wait=true --timeout=120s`);
			await kubectl(`delete pv -l frostline-test=${namespace}`);
			await rm(folder, { recursive: true, force: true });
			if (process.env.FROSTLINE_KUBE_VOLUMES)
				await rm(join(process.env.FROSTLINE_KUBE_VOLUMES, namespace), { recursive: true, force: true });
		},
	};
}

/**
 * Where the cluster makes no volumes itself: FROSTLINE_KUBE_VOLUMES is a folder of this machine, which is then the cluster's one node. Answers the class of the
 * volumes; "" is the cluster's own.
 */
async function volumes(namespace: string): Promise<string> {
	const folder = process.env.FROSTLINE_KUBE_VOLUMES;
	if (!folder) return "";
	const host = await kubectl(`get nodes -o jsonpath={.items[0].metadata.labels.kubernetes\\.io/hostname}`);
	for (const number of [1, 2, 3, 4]) {
		const path = join(folder, namespace, String(number));
		await mkdir(path, { recursive: true });
		await chmod(path, 0o777);
		const volume = {
			apiVersion: "v1",
			kind: "PersistentVolume",
			metadata: { name: `${namespace}-${number}`, labels: { "frostline-test": namespace } },
			spec: {
				capacity: { storage: "5Gi" },
				accessModes: ["ReadWriteOnce"],
				persistentVolumeReclaimPolicy: "Retain",
				storageClassName: namespace,
				local: { path },
				nodeAffinity: {
					required: { nodeSelectorTerms: [{ matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: [host] }] }] },
				},
			},
		};
		await kubectl("apply -f -", JSON.stringify(volume));
	}
	return namespace;
}

/** Two ports of the range that Kubernetes gives to NodePorts; the same in every life of the release, as an address that people know would be. */
function nodePorts(): [number, number] {
	const first = 30_100 + 2 * (randomBytes(2).readUInt16BE() % 1_000);
	return [first, first + 1];
}

function imageOf(name: string): { repository: string; tag: string } {
	const [, repository = name, tag = "latest"] = /^(.+?)(?::([^:/]+))?$/.exec(name) ?? [];
	return { repository, tag };
}

function merged(below: object, above: object): object {
	const plain = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);
	const entries = Object.entries(above).map(([key, value]) => {
		const under = (below as Record<string, unknown>)[key];
		return [key, plain(under) && plain(value) ? merged(under, value) : value];
	});
	return { ...below, ...Object.fromEntries(entries) };
}

/** A claim of these tests holds within this time. */
export const SOON_MS = 180_000;

export function eventually<T>(look: () => Promise<T | null | false>): Promise<T> {
	return vi.waitUntil(look as () => Promise<T>, { timeout: SOON_MS, interval: 1_000 });
}
