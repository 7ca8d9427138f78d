// Base images from this machine's own parts, for where no registry of images can be reached (deploy/docker/Dockerfile says what a base image needs):
//   BASE     Node and npm of this machine, a shell and the few programs that the Dockerfile calls, and all libraries that these ask for
//   RUNTIME  glibc, libstdc++ and certificates, and nothing to run
// The image that is built on them is whole, and runs wherever this machine's C library does; it is for trying out and for tests, not for handing on.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** What the Dockerfile's RUN lines call. */
const PROGRAMS = ["sh", "rm", "mkdir"];
/** Loaded by name while a program runs, so that no list of libraries names them. */
const BY_NAME = /\/(libnss_dns|libnss_files|libresolv|librt|libpthread|libdl|libstdc\+\+|libgcc_s)\.so\.\d+$/;
/** Where certificates are kept, by distribution. */
const CERTIFICATES = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"];

/** Imports both and answers their names. Needs Linux, Docker, and a Node that came with npm. */
export function makeLocalBases(root, name = "frostline-base:local") {
	const node = realpathSync(process.execPath);
	const programs = new Map(PROGRAMS.map((program) => [program, which(program)]));
	const natives = nativesIn(join(root, "node_modules"));
	const libraries = new Set([node, ...programs.values(), ...natives].flatMap(librariesOf));
	// The loader is named by its own path, the others by where it looks for them.
	for (const line of run("ldconfig", ["-p"], { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` } }).split("\n")) {
		const file = line.split(" => ")[1]?.trim();
		if (file !== undefined && BY_NAME.test(file) && dirname(file) === dirname([...libraries].find((each) => /\/libc\.so/.test(each))))
			libraries.add(file);
	}
	const runtime = mkdtempSync(join(tmpdir(), "frostline-base-"));
	try {
		for (const library of libraries) put(library, runtime, library);
		// A memory file system that is mounted there takes the folder's mode, whatever it is asked for.
		mkdirSync(join(runtime, "tmp"));
		chmodSync(join(runtime, "tmp"), 0o1777);
		const certificates = CERTIFICATES.find((file) => existsSync(file));
		if (certificates !== undefined) put(certificates, runtime, CERTIFICATES[0]);
		const names = { base: name, runtime: name.replace(/(:|$)/, "-runtime$1") };
		importImage(runtime, names.runtime);
		for (const [program, file] of programs) put(file, runtime, `/bin/${program}`);
		put(node, runtime, "/usr/local/bin/node");
		const npm = dirname(dirname(realpathSync(which("npm"))));
		cpSync(npm, join(runtime, "usr/local/lib/node_modules/npm"), { recursive: true, dereference: true });
		writeFileSync(
			join(runtime, "usr/local/bin/npm"),
			'#!/bin/sh\nexec /usr/local/bin/node /usr/local/lib/node_modules/npm/bin/npm-cli.js "$@"\n',
			{ mode: 0o755 },
		);
		// What lets npm through here lets it through there: the registry and the authorities that this machine trusts.
		const registry = run("npm", ["config", "get", "registry"]).trim();
		importImage(runtime, names.base, [`ENV npm_config_registry=${registry}`, `ENV NODE_EXTRA_CA_CERTS=${CERTIFICATES[0]}`]);
		return names;
	} finally {
		rmSync(runtime, { recursive: true, force: true });
	}
}

function run(program, args, options = {}) {
	return execFileSync(program, args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024, ...options });
}

function which(program) {
	return realpathSync(run("sh", ["-c", `command -v ${program}`]).trim());
}

/** Compiled modules of the installed packages. */
function nativesIn(folder) {
	return readdirSync(folder, { recursive: true })
		.map(String)
		.filter((name) => /\.node$|\.so(\.\d+)*$/.test(name) && !/darwin|win32|musl/.test(name))
		.map((name) => join(folder, name));
}

/** Absolute paths of the libraries that a program or module loads; nothing for one of another platform. */
function librariesOf(file) {
	let said = "";
	try {
		said = run("ldd", [file], { stdio: ["ignore", "pipe", "ignore"] });
	} catch {
		return [];
	}
	const found = [...said.matchAll(/^\s*(?:\S+ => )?(\/\S+) \(0x/gm)].map(([, path]) => path);
	return found.filter((path) => !path.includes("/node_modules/"));
}

function put(from, root, to) {
	const file = join(root, to);
	mkdirSync(dirname(file), { recursive: true });
	cpSync(realpathSync(from), file, { dereference: true });
}

function importImage(folder, name, changes = []) {
	const tar = `${folder}.tar`;
	try {
		run("tar", ["--numeric-owner", "--owner=0", "--group=0", "-C", folder, "-cf", tar, "."]);
		run("docker", [
			"import",
			...changes.flatMap((change) => ["--change", change]),
			"--change",
			"ENV PATH=/usr/local/bin:/usr/bin:/bin",
			tar,
			name,
		]);
	} finally {
		rmSync(tar, { force: true });
	}
}
