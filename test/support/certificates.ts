import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "./folder.ts";

/** Files, each a PEM. */
export interface Certificate {
	readonly cert: string;
	readonly key: string;
}

export interface Issue {
	/** Common name: of a client, who it is. */
	readonly name?: string;
	/** Where it may be found. */
	readonly hosts?: readonly string[];
	/** Days from now that it begins and ends; negative: in the past. */
	readonly days?: readonly [number, number];
}

const MONTH: readonly [number, number] = [-1, 30];

export interface Authority {
	/** Its own certificate's file. */
	readonly ca: string;
	issue(what?: Issue): Promise<Certificate>;
}

/** An authority of the test's own, with files that are gone after it. */
export async function authority(name = "frostline-test-ca"): Promise<Authority> {
	const folder = await temporaryFolder();
	const own = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const ca = join(folder, "ca.pem");
	await writeFile(
		ca,
		pem(certificate({ subject: name, issuer: name, key: own.publicKey, by: own.privateKey, days: [-1, 365], serial: 1 })),
	);
	let serial = 1;
	return {
		ca,
		async issue({ name: subject = "localhost", hosts = ["127.0.0.1", "localhost"], days = MONTH } = {}) {
			const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
			const number = ++serial;
			const made = certificate({ subject, issuer: name, key: publicKey, by: own.privateKey, days, hosts, serial: number });
			const files = { cert: join(folder, `${number}.crt`), key: join(folder, `${number}.key`) };
			await writeFile(files.cert, pem(made));
			await writeFile(files.key, privateKey.export({ type: "pkcs8", format: "pem" }));
			return files;
		},
	};
}

interface Contents {
	readonly subject: string;
	readonly issuer: string;
	readonly key: KeyObject;
	readonly by: KeyObject;
	readonly days: readonly [number, number];
	/** Absent: an authority. */
	readonly hosts?: readonly string[];
	readonly serial: number;
}

/** X.509 version 3 (RFC 5280, section 4.1), signed with ECDSA and SHA-256. */
function certificate({ subject, issuer, key, by, days, hosts, serial }: Contents): Buffer {
	const algorithm = der(0x30, oid("1.2.840.10045.4.3.2"));
	const name = (common: string) => der(0x30, der(0x31, der(0x30, oid("2.5.4.3"), der(0x0c, Buffer.from(common)))));
	const time = (day: number) => {
		const at = new Date(Date.now() + day * 86_400_000);
		return der(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`));
	};
	const extension = (id: string, value: Buffer, critical = false) =>
		der(0x30, oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));
	const extensions =
		hosts === undefined
			? [extension("2.5.29.19", der(0x30, der(0x01, Buffer.from([0xff]))), true)] // basicConstraints: CA
			: [extension("2.5.29.17", der(0x30, ...hosts.map(alternative)))]; // subjectAltName
	const signed = der(
		0x30,
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, Buffer.from([serial])),
		algorithm,
		name(issuer),
		der(0x30, time(days[0]), time(days[1])),
		name(subject),
		key.export({ type: "spki", format: "der" }),
		der(0xa3, der(0x30, ...extensions)),
	);
	return der(0x30, signed, algorithm, der(0x03, Buffer.from([0]), sign("sha256", signed, by)));
}

function alternative(host: string): Buffer {
	return /^[\d.]+$/.test(host) ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, Buffer.from(host));
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	const { length } = content;
	const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

function oid(dotted: string): Buffer {
	const [first, second, ...rest] = dotted.split(".").map(Number);
	const bytes = rest.flatMap((arc) => {
		const digits = [arc & 0x7f];
		for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
		return digits;
	});
	return der(0x06, Buffer.from([first! * 40 + second!, ...bytes]));
}

function pem(bytes: Buffer): string {
	return `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
}
