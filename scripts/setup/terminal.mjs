import { spawn } from 'node:child_process';

const STILL_EVERY_MS = 10_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export function say(text) {
  process.stderr.write(`tocsin setup: ${text}\n`);
}

/** Runs a command with all that it prints on our standard error, and says now and then that it still runs, and how far it is. Resolves to whether it succeeded. */
export async function runLoudly(what, [command, ...args], { howFar, stillEveryMs = STILL_EVERY_MS, ...options }) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  say(`${what} …`);
  const still = setInterval(() => say(`${what} … (${seconds()} s${howFar ? `, ${howFar()}` : ''})`), stillEveryMs);
  const succeeded = await new Promise((resolve) => {
    let child;
    // Whoever ends us ends the command first, so that nobody takes the lock while it still works.
    for (const signal of SIGNALS)
      process.once(signal, () => {
        say(`${what}: ending it, which may take a while; the same command goes on another time`);
        child?.kill(signal);
      });
    child = spawn(command, args, { stdio: ['ignore', 2, 2], ...options });
    child.on('error', (error) => {
      say(error.message);
      resolve(false);
    });
    child.on('exit', (code) => resolve(code === 0));
  });
  for (const signal of SIGNALS) process.removeAllListeners(signal);
  clearInterval(still);
  if (succeeded) say(`${what}: done in ${seconds()} s`);
  return succeeded;
}
