// Readers in processes of their own, of which the benchmark of a real engine knows what they have read and what that cost.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { RunningReader } from '../../test/support/reading/running-reader.ts';

/** Since its start. */
export interface ReadSoFar {
  readonly lines: number;
  readonly cpuMs: number;
  readonly residentBytes: number;
}

export interface MeasuredReader {
  /** Reads this container, too. */
  follow(id: string): Promise<void>;
  /** Lines of this container, or of all. */
  report(id?: string): Promise<ReadSoFar>;
  stop(): Promise<void>;
}

export interface ReaderTask {
  readonly socket: string;
  /** The ledger's. */
  readonly file: string;
  /** Of each line, its newline not. */
  readonly lineBytes: number;
}

/** The server's own way, from the engine to the commit of how far it came, with a judge that finds nothing. It finds its containers by itself. */
export async function tocsinReader({ socket, file }: ReaderTask): Promise<MeasuredReader> {
  const reader = new RunningReader({ url: `unix://${socket}`, file, keep: 'nothing' });
  await reader.connected();
  return {
    follow: async () => {},
    async report(id) {
      const { origins, cpuMs, residentBytes } = await reader.report();
      const counted = origins.filter(({ origin }) => id === undefined || origin.containerId === id);
      return { lines: counted.reduce((sum, { lines }) => sum + lines, 0), cpuMs, residentBytes };
    },
    stop: () => reader.stop(),
  };
}

/** What one writes first: http.get, and an event a piece. It counts all its containers together. */
export async function plainReader({ socket, lineBytes }: ReaderTask): Promise<MeasuredReader> {
  const script = path.join(import.meta.dirname, 'plain-reader.ts');
  const child = spawn(process.execPath, [script, socket], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  // Whole frames of one size: a header, a stamp, the line, its newline.
  const frameBytes = 8 + '2026-11-21T03:29:01.381447848Z '.length + lineBytes + 1;
  const ask = async (question: object) => {
    const answer = once(child, 'message');
    child.send(question);
    const [told] = await answer;
    return told;
  };
  return {
    follow: (id) => ask({ follow: id }),
    async report() {
      const { bytes, cpuMs, residentBytes } = await ask({});
      return { lines: bytes / frameBytes, cpuMs, residentBytes };
    },
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}
