import { spawnSync } from "node:child_process";

const able = (command: string, ...args: string[]) => spawnSync(command, args, { timeout: 30_000 }).status === 0;

/** Ends the run with one line where something is not there. */
export default function needsCluster(): void {
	const give = (why: string): never => {
		process.stderr.write(`the tests on Kubernetes need ${why} (CONTRIBUTING.md)\n`);
		process.exit(1);
	};
	if (!able(process.env.FROSTLINE_HELM || "helm", "version")) give("Helm 3 on the PATH, or FROSTLINE_HELM to name it");
	if (!able("kubectl", "get", "--raw", "/readyz")) give("kubectl and a cluster that answers: a cluster for tests, not one that people use");
	if (!process.env.FROSTLINE_IMAGE) give("FROSTLINE_IMAGE, an image that the cluster's nodes have or can pull");
	if (!process.env.FROSTLINE_PHOTOS) give("FROSTLINE_PHOTOS, a folder with flowers/ and backbones/squeezenet_notop.h5");
}
