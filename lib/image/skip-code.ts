/** Why an image gives no row (F3); the list is documented in docs/failures.md and never reused. */
export type SkipCode =
	| "EMPTY" // no bytes at all
	| "TRUNCATED" // begins as an image, ends too early
	| "NOT_AN_IMAGE" // bytes of no known image format
	| "UNSUPPORTED_FORMAT" // an image, of a format that is not decoded here
	| "TOO_MANY_PIXELS" // more pixels than data.maxPixels: not decoded at all
	| "UNREADABLE"; // the file cannot be read, or the decoder refuses it for another reason
