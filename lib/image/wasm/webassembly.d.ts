/** The part of the WebAssembly API that is used here; TypeScript has it only with the browser's whole library. */
declare global {
	namespace WebAssembly {
		class Memory {
			readonly buffer: ArrayBuffer;
			constructor(descriptor: { initial: number; maximum?: number });
			grow(pages: number): number;
		}
		class Module {
			constructor(bytes: Uint8Array);
		}
		class Instance {
			readonly exports: Record<string, unknown>;
			constructor(module: Module, imports: Record<string, Record<string, unknown>>);
		}
	}
}

export {};
