// Somebody in an engine's own network to whom messages can be sent, as a machine beside it would be.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { CHILD_ENVIRONMENT } from '../child-environment.ts';

export interface NetworkReceiver {
  /** Under which it is reached from in there. */
  readonly url: string;
  /** The bodies that came, in their order. */
  readonly bodies: readonly string[];
}

/** Gone when the test ends. */
export async function startNetworkReceiver({
  pid,
  host,
}: {
  /** A process that lives in the network. */
  readonly pid: number;
  readonly host: string;
}): Promise<NetworkReceiver> {
  const inner = path.join(import.meta.dirname, 'receiver-inner.ts');
  const child = spawn('nsenter', [`--net=/proc/${pid}/ns/net`, process.execPath, inner, host], {
    env: CHILD_ENVIRONMENT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.stdin.end());
  const bodies: string[] = [];
  const { port } = await new Promise<{ readonly port: number }>((resolve, reject) => {
    let hasListened = false;
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (hasListened) bodies.push(JSON.parse(line));
      else resolve(JSON.parse(line));
      hasListened = true;
    });
    child.once('close', () => reject(new Error('The receiver ended before it listened.')));
  });
  return { url: `http://${host}:${port}/hook`, bodies };
}
