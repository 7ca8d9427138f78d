import type { Command } from "commander";
export function addDemo(_program: Command, _exit: (code: number) => void): void {}
