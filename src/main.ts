// The process: every command of `tocsin`.
import { COMMANDS } from './cli/commands.ts';
import { runProcess } from './cli/run-process.ts';

await runProcess(COMMANDS);
