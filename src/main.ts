// The process: gives the command line to the cli, and the cli's answer to whoever started us.
import { run } from './cli/run.ts';
import { processIo } from './cli/shell/process-io.ts';

/** What is still open when a command has ended (a socket, a timer, the channel to the launcher) keeps the process no longer than this. */
const LINGER_MS = 1_000;

process.exitCode = await run(process.argv.slice(2), processIo());
process.channel?.unref();
setTimeout(() => process.exit(), LINGER_MS).unref();
