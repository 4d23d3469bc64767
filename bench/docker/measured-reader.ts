// Readers in processes of their own, of which the benchmark of a real engine knows what they have read and what that cost.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
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
  const frameBytes = bytesOfFrame(lineBytes);
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

/** What no program in Node can be below that rests as the server does. */
export function smallestReader(task: ReaderTask): Promise<MeasuredReader> {
  return byteCounter([process.execPath, path.join(import.meta.dirname, 'smallest-reader.ts')], task);
}

/** What the kernel alone takes for it: the same in C. */
export function epollReader(task: ReaderTask): Promise<MeasuredReader> {
  const program = `${task.file}.epoll-reader`;
  execFileSync('gcc', ['-O2', '-o', program, path.join(import.meta.dirname, 'epoll-reader.c')]);
  return byteCounter([program], task);
}

async function byteCounter(
  [program = '', ...args]: readonly string[],
  { socket, lineBytes }: ReaderTask,
): Promise<MeasuredReader> {
  const child = spawn(program, [...args, socket], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  // Chunks, since nothing takes them apart here.
  const frameBytes = bytesOfFrame(lineBytes);
  const chunkBytes = frameBytes.toString(16).length + 2 * '\r\n'.length + frameBytes;
  const ask = async (question: string): Promise<readonly number[]> => {
    const answer = once(lines, 'line');
    child.stdin.write(`${question}\n`);
    const [told] = await answer;
    return String(told).split(' ').map(Number);
  };
  return {
    follow: (id) => ask(`follow ${id}`).then(() => {}),
    async report() {
      const [bytes = 0, cpuUs = 0, residentBytes = 0] = await ask('report');
      return { lines: bytes / chunkBytes, cpuMs: cpuUs / 1_000, residentBytes };
    },
    async stop() {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

/** Whole frames of one size: a header, a stamp, the line, its newline. */
const bytesOfFrame = (lineBytes: number): number => 8 + '2026-11-21T03:29:01.381447848Z '.length + lineBytes + 1;
