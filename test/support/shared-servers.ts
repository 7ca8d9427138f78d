import type { TestProject } from "vitest/node";
import { type StartedMinioServer, startMinioServer } from "./minio-server.ts";
import { startNatsServer } from "./nats-server.ts";
import { chooseServers, NO_SERVERS, type Servers } from "./servers.ts";

declare module "vitest" {
	export interface ProvidedContext {
		/** How a test starts a server of its own. */
		servers: Servers;
		/** The servers that tests share, each test under names of its own. */
		nats: { readonly url: string; readonly port: number };
		s3: Pick<StartedMinioServer, "endpoint" | "accessKey" | "secretKey" | "port">;
	}
}

/** One NATS and one S3 server for the whole run. */
export default async function sharedServers({ provide }: TestProject): Promise<() => Promise<void>> {
	const servers = await chooseServers();
	if (servers === null) return give(NO_SERVERS);
	const starting = [startNatsServer([], servers), startMinioServer(servers)] as const;
	const [nats, s3] = await Promise.all(starting).catch(async (error: Error) => {
		for (const started of await Promise.allSettled(starting)) if (started.status === "fulfilled") await started.value.stop();
		return give(`the servers for the tests did not start: ${error.message}`);
	});
	const { endpoint, accessKey, secretKey, port } = s3;
	provide("servers", servers);
	provide("nats", { url: nats.url, port: nats.port });
	provide("s3", { endpoint, accessKey, secretKey, port });
	return async () => {
		await Promise.all([nats.stop(), s3.stop()]);
	};
}

/** Ends the run with one line: nothing of it is a bug to trace. */
function give(why: string): never {
	process.stderr.write(`${why}\n`);
	process.exit(1);
}
