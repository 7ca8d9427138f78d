import { type ChildProcess, execFile } from "node:child_process";

export interface Ran {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

export function run(command: string, args: readonly string[], input = ""): Promise<Ran> {
	return new Promise((done) => {
		const child: ChildProcess = execFile(command, args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
			done({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
		);
		child.stdin!.end(input);
	});
}

/** Its output; throws what it complains of. */
async function said(command: string, args: readonly string[], input?: string): Promise<string> {
	const ran = await run(command, args, input);
	if (ran.code !== 0) throw new Error(`${command} ${args.join(" ")}: ${ran.stderr || ran.stdout}`);
	return ran.stdout.trim();
}

export const kubectl = (args: string, input?: string): Promise<string> => said("kubectl", args.split(" "), input);
export const helm = (...args: readonly string[]): Promise<string> => said(process.env.FROSTLINE_HELM || "helm", args);

export interface Pod {
	readonly metadata: {
		readonly name: string;
		readonly uid: string;
		readonly labels: Readonly<Record<string, string>>;
		readonly deletionTimestamp?: string;
	};
	readonly spec: { readonly terminationGracePeriodSeconds: number };
	readonly status: {
		readonly phase: string;
		readonly conditions?: readonly { readonly type: string; readonly status: string }[];
		readonly containerStatuses?: readonly { readonly restartCount: number; readonly lastState: Readonly<Record<string, unknown>> }[];
	};
}

/** Pods of a component that are not on their way out. */
export async function podsOf(namespace: string, component: string): Promise<Pod[]> {
	const { items } = JSON.parse(await kubectl(`-n ${namespace} get pods -l app.kubernetes.io/component=${component} -o json`)) as {
		items: Pod[];
	};
	return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
}

export function isReady({ status }: Pod): boolean {
	return status.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") ?? false;
}

/** Asks as a drain of a node does. True: it goes; false: a budget forbids it now. */
export async function evict(namespace: string, pod: string): Promise<boolean> {
	const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: pod, namespace } };
	const path = `/api/v1/namespaces/${namespace}/pods/${pod}/eviction`;
	const ran = await run("kubectl", ["create", "--raw", path, "-f", "-"], JSON.stringify(eviction));
	if (ran.code === 0) return true;
	if (/disruption budget/.test(ran.stderr + ran.stdout)) return false;
	throw new Error(ran.stderr);
}
