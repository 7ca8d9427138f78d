import { ErrorCode, Events, type NatsConnection, type Status } from "nats";
import type { OnStatus } from "./connection.ts";

/** Whether there is a connection, followed from the client's own reports. */
export class ConnectionStatus {
	#connected = true;
	#closed = false;
	readonly #onStatus: OnStatus | undefined;
	#said = "";

	constructor(connection: NatsConnection, onStatus?: OnStatus) {
		this.#onStatus = onStatus;
		void this.#follow(connection);
		void connection.closed().then((error) => {
			const expected = this.#closed;
			this.#connected = false;
			if (!expected) this.#say(`the connection was closed: ${error instanceof Error ? error.message : "nobody says why"}`);
		});
	}

	get connected(): boolean {
		return this.#connected && !this.#closed;
	}

	/** From here on the end of the connection is no news. */
	close(): void {
		this.#closed = true;
	}

	async #follow(connection: NatsConnection): Promise<void> {
		for await (const status of connection.status()) {
			if (this.#closed) return;
			if (status.type === Events.Disconnect) {
				if (!this.#connected) continue; // a try to come back that failed; why, its error says
				this.#connected = false;
				this.#say(`the connection to ${String(status.data)} was lost`);
			} else if (status.type === Events.Reconnect) {
				this.#connected = true;
				this.#say(`connected to ${String(status.data)}`);
			} else if (status.type === Events.Error) {
				this.#say(errorOf(status));
			}
		}
	}

	/** The same thing is said once: credentials that are refused are refused every second. */
	#say(detail: string): void {
		const said = `${this.#connected} ${detail}`;
		if (said === this.#said) return;
		this.#said = said;
		this.#onStatus?.(this.#connected ? "connected" : "disconnected", detail);
	}
}

/** What the server's error means. */
function errorOf({ data, permissionContext }: Status): string {
	const code = String(data);
	if (code === ErrorCode.PermissionsViolation) {
		return `${code}: the server does not allow ${permissionContext === undefined ? "it" : `${permissionContext.operation} ${permissionContext.subject}`}`;
	}
	if (/AUTH|ACCOUNT/.test(code)) return `${code}: the server refuses these credentials`;
	return code;
}
