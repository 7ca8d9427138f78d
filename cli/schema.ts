import { jobJsonSchema } from "../lib/job/schema.ts";

/** The JSON Schema of the job document, for editors: `# yaml-language-server: $schema=job.schema.json`. */
export function schemaCommand(): string {
	return JSON.stringify(jobJsonSchema(), null, 2);
}
