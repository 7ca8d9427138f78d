#!/usr/bin/env node
// Starts the command line. In a checkout it first installs and compiles what is missing, so that a fresh clone just works.
import { ensure } from "../scripts/ensure.js";

ensure();
const { main } = await import("../dist/cli/main.js");
process.exitCode = await main(process.argv.slice(2));
