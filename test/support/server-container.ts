import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { GenericContainer, getContainerRuntimeClient, Wait } from "testcontainers";
import { freePort } from "./free-port.ts";
import type { ServerPlace, ServerProgram } from "./server.ts";

/** A place for a server in a container: a volume for its data, and a port of this machine that stays the same in every life. */
export async function startContainer({ image, port: inside, env, args }: ServerProgram): Promise<ServerPlace> {
	const port = await freePort();
	const volume = `frostline-test-${randomBytes(6).toString("hex")}`;
	return {
		port,
		async begin(more) {
			const container = await new GenericContainer(image)
				.withEnvironment(env)
				.withCommand([...args({ host: "0.0.0.0", port: inside, data: "/data" }), ...more])
				.withCopyDirectoriesToContainer(more.filter(isFolder).map((folder) => ({ source: folder, target: folder })))
				.withCopyFilesToContainer(more.filter(isFile).map((file) => ({ source: file, target: file })))
				.withBindMounts([{ source: volume, target: "/data", mode: "rw" }])
				.withExposedPorts({ container: inside, host: port })
				// Images may have no shell to ask with: that it speaks shows that it runs; whether it answers is asked from outside.
				.withWaitStrategy(Wait.forLogMessage(/\S/))
				.start();
			return {
				ended: () => null,
				async kill() {
					await container.stop({ timeout: 0, remove: true });
				},
			};
		},
		async remove() {
			const { container } = await getContainerRuntimeClient();
			await container.dockerode
				.getVolume(volume)
				.remove()
				.catch((error: { statusCode?: number }) => {
					if (error.statusCode !== 404) throw error; // a second stop has nothing to remove
				});
		},
	};
}

/** Options that name a file of this machine: the container gets it at the same path. */
function isFile(option: string): boolean {
	return isAbsolute(option) && (statSync(option, { throwIfNoEntry: false })?.isFile() ?? false);
}

function isFolder(option: string): boolean {
	return isAbsolute(option) && (statSync(option, { throwIfNoEntry: false })?.isDirectory() ?? false);
}
