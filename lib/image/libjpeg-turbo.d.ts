/** The part of the codec's module that is used here; the package has no types of its own. */
declare module "@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs" {
	export interface JPEGDecoder {
		/** A view of the codec's memory to put the file into. */
		getEncodedBuffer(length: number): Uint8Array;
		/** @throws a number on an error and on a warning */
		decode(): void;
		/** A view of the codec's memory. */
		getDecodedBuffer(): Uint8ClampedArray;
		getFrameInfo(): { readonly width: number; readonly height: number; readonly componentCount: number };
	}
	export default function open(): Promise<{ readonly JPEGDecoder: new () => JPEGDecoder }>;
}
