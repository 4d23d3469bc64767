// Gives the command line of this process to a command, and the command's answer to whoever started us.
import { run } from './run.ts';
import type { Command } from './shell/command.ts';
import { processIo } from './shell/process-io.ts';

/** What is still open when a command has ended (a socket, a timer, the channel to the launcher) keeps the process no longer than this. */
const LINGER_MS = 500;

export async function runProcess(commands: readonly Command[]): Promise<void> {
  process.exitCode = await run(process.argv.slice(2), processIo(), commands);
  process.channel?.unref();
  setTimeout(() => process.exit(), LINGER_MS).unref();
}
