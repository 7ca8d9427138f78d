import { getContainerRuntimeClient } from "testcontainers";

/** How the tests' NATS and S3 servers are started: in containers, or from local binaries. */
export type Servers = "containers" | "binaries";

const set = (...names: string[]): boolean => names.every((name) => (process.env[name] ?? "") !== "");

/** FROSTLINE_TEST_SERVERS decides; without it containers where Docker answers and images are named, else binaries, else public images. Null: there is neither. */
export async function chooseServers(): Promise<Servers | null> {
	const asked = process.env.FROSTLINE_TEST_SERVERS || null;
	const binaries = set("FROSTLINE_NATS_SERVER", "FROSTLINE_MINIO");
	const images = set("FROSTLINE_NATS_IMAGE", "FROSTLINE_S3_IMAGE");
	if (binaries && (asked === "binaries" || (asked === null && !images))) return "binaries";
	if (asked !== "binaries" && (await dockerAnswers())) return "containers";
	return binaries && asked === null ? "binaries" : null;
}

export const NO_SERVERS =
	"the tests of the cluster need a NATS and an S3 server: start Docker, or let FROSTLINE_NATS_SERVER and FROSTLINE_MINIO name the binaries nats-server and minio";

async function dockerAnswers(): Promise<boolean> {
	return getContainerRuntimeClient().then(
		() => true,
		() => false,
	);
}
