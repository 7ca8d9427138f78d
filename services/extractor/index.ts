// The extractor: shards in, feature files in the store out. In the order the data meets them:
//   main.ts    — from configuration to a running service; the only other file that the command line imports
//   service.ts — pulls shards from the bus, one loop per lane; answers ack, nak or dead letter by the error's class
//   room.ts    — whether another shard is welcome beside those in hand
//   canary.ts  — sixteen fixed pictures, before the first shard of a space
//   shard.ts   — one shard: embed its images in compute children, write the feature file, say so
export { type Extractor, startExtractor } from "./service.ts";
