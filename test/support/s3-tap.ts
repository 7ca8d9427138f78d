import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** What an S3 request is to a policy. */
export type S3Action = "s3:ListBucket" | "s3:CreateBucket" | "s3:GetObject" | "s3:PutObject" | "s3:DeleteObject";

/** A wire to an S3 server that notes what its clients do: `s3:GetObject bucket/key`. */
export interface S3Tap {
	readonly endpoint: string;
	readonly done: ReadonlySet<string>;
	/** Answers of another status than the server's, for those that fit. */
	change: ((method: string, path: string, status: number, headers: Record<string, unknown>) => number) | null;
}

export async function s3Tap(to: number): Promise<S3Tap> {
	const done = new Set<string>();
	const tap = { endpoint: "", done, change: null as S3Tap["change"] };
	const wire = createServer((asked, answer) => {
		const { method = "", url = "", headers } = asked;
		const path = decodeURIComponent(url.split("?")[0]!).slice(1);
		done.add(`${actionOf(method, path)} ${path}`);
		// The host that the client signed stays as it was.
		const passed = request({ host: "127.0.0.1", port: to, method, path: url, headers, setHost: false }, (came) => {
			const status = tap.change?.(method, path, came.statusCode!, came.headers) ?? came.statusCode!;
			answer.writeHead(status, came.headers);
			came.pipe(answer);
		});
		passed.on("error", () => answer.destroy());
		asked.pipe(passed);
	});
	await new Promise<void>((resolve) => wire.listen(0, "127.0.0.1", resolve));
	onTestFinished(() => {
		wire.closeAllConnections();
		wire.close();
	});
	tap.endpoint = `http://127.0.0.1:${(wire.address() as AddressInfo).port}`;
	return tap;
}

function actionOf(method: string, path: string): S3Action {
	const object = /^[^/]+\/./.test(path);
	if (!object) return method === "PUT" ? "s3:CreateBucket" : "s3:ListBucket";
	return method === "PUT" ? "s3:PutObject" : method === "DELETE" ? "s3:DeleteObject" : "s3:GetObject";
}
