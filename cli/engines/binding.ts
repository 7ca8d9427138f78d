import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../lib/base/errors.ts";
import type { TfjsKind } from "../../lib/engine/tfjs/index.ts";
import { run } from "./run-tool.ts";

/** Node-API's version that the binding is written for; its folder bears it. */
const NAPI = 8;

/** Compiles tfjs-node's two sources against the C interface of the TensorFlow in the folder's Python. */
export async function buildBinding(kind: TfjsKind, folder: string, compiler: string): Promise<void> {
	const source = join(folder, "node_modules", "@tensorflow", kind);
	const packages = await sitePackages(folder);
	const tensorflow = join(packages, "tensorflow");
	const target = join(source, "lib", `napi-v${NAPI}`);
	await mkdir(target, { recursive: true });
	const cuda = await cudaLibraries(packages);
	await run(
		compiler,
		[
			...["-std=c++17", "-O2", "-fPIC", "-shared", `-DNAPI_VERSION=${NAPI}`, "-DNODE_GYP_MODULE_NAME=tfjs_binding"],
			...[source, join(folder, "node_modules", "node-api-headers", "include"), join(tensorflow, "include")].map((path) => `-I${path}`),
			...["tfjs_backend.cc", "tfjs_binding.cc"].map((file) => join(source, "binding", file)),
			...[`-L${tensorflow}`, "-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"],
			// TensorFlow loads CUDA by name when it starts, and finds what the binding has brought along.
			...["-Wl,--no-as-needed", ...cuda.flatMap(({ folder, file }) => [`-L${folder}`, `-l:${file}`])],
			...[tensorflow, ...new Set(cuda.map((each) => each.folder))].map((folder) => `-Wl,-rpath,${folder}`),
			"-Wl,--disable-new-dtags",
			...["-o", join(target, "tfjs_binding.node")],
		],
		folder,
	);
}

async function sitePackages(folder: string): Promise<string> {
	const lib = join(folder, "python", "lib");
	const [version] = (await readdir(lib)).filter((name) => name.startsWith("python"));
	if (version === undefined) throw new UserError("INSTALL_FAILED", `${lib} has no Python`, { exitCode: 1, fix: "try another python3" });
	return join(lib, version, "site-packages");
}

/** CUDA's libraries that TensorFlow asks for, in the order in which they need each other. They come as wheels of their own; none with TensorFlow for CPUs. */
async function cudaLibraries(packages: string): Promise<{ folder: string; file: string }[]> {
	const nvidia = join(packages, "nvidia");
	const found: { folder: string; file: string }[] = [];
	for (const name of await readdir(nvidia).catch(() => [])) {
		const folder = join(nvidia, name, "lib");
		for (const file of await readdir(folder).catch(() => [])) if (WANTED.test(file)) found.push({ folder, file });
	}
	const rank = ({ file }: { file: string }) => ORDER.findIndex((name) => file.startsWith(`lib${name}.so`));
	return found.sort((a, b) => rank(a) - rank(b));
}

const ORDER = ["cudart", "nvJitLink", "cublasLt", "cublas", "cusparse", "cusolver", "cufft", "cupti", "nccl", "cudnn"];
const WANTED = new RegExp(`^lib(${ORDER.join("|")})\\.so\\.\\d+$`);
