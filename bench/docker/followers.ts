// Ways to follow the log of a container over a socket, which the benchmarks beside this file compare.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../src/core/clock.ts';
import { HttpEngineClient } from '../../src/sources/docker/engine/http-engine-client.ts';
import { BatchBuilder } from '../../src/sources/docker/lines/batch-builder.ts';
import { createLineReader } from '../../src/sources/docker/lines/create-line-reader.ts';
import type { LineReader, LineTaker } from '../../src/sources/docker/lines/raw-line.ts';
import { StampReader } from '../../src/sources/docker/lines/stamps/stamp-reader.ts';

export interface Writing {
  /** To each who follows. */
  readonly frames: number;
  readonly frameBytes: number;
  /** Between two frames; 0 is flat out. */
  readonly gapUs: number;
}

export interface Writer {
  readonly socket: string;
  end(): Promise<void>;
}

/** A process of its own that writes to whoever asks. */
export async function startWriter({ frames, frameBytes, gapUs }: Writing): Promise<Writer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
  const socket = path.join(folder, 'engine.sock');
  const script = path.join(import.meta.dirname, 'frame-writer.ts');
  const child = spawn(process.execPath, [script, socket, ...[frames, frameBytes, gapUs].map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    socket,
    async end() {
      child.kill();
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

/** Follows until the stream ends; the answer is how many bytes came, or lines where it knows of lines. */
export type Follow = (socket: string) => Promise<number>;

/** What one writes first: an event for each piece, which is an object of its own. */
export const plainly: Follow = (socket) =>
  new Promise((resolve, reject) => {
    let bytes = 0;
    const request = get({ socketPath: socket, path: '/logs', agent: false }, (response) => {
      response.on('data', (piece: Buffer) => {
        bytes += piece.length;
      });
      response.on('end', () => resolve(bytes));
    });
    request.on('error', reject);
  });

/** Our client, and nothing behind it. */
export const byClient: Follow = (socket) =>
  new Promise((resolve, reject) => {
    let bytes = 0;
    clientOf(socket).stream('/logs', {
      opened: () => {},
      data: (_, from, end) => {
        bytes += end - from;
      },
      rested: () => {},
      ended: (end) => (end.complete ? resolve(bytes) : reject(new Error(end.fault.words))),
    });
  });

/** The whole way from the socket into batches of lines. */
export const intoLines: Follow = (socket) =>
  new Promise((resolve, reject) => {
    let lines = 0;
    let reader: LineReader | undefined;
    const batch = new BatchBuilder();
    const stamps = new StampReader();
    const flush = (): void => {
      lines += batch.count;
      batch.clear();
    };
    const fail = (reason: string): void => reject(new Error(reason));
    const taker: LineTaker = {
      line(line) {
        batch.append(line, 0);
        if (batch.full) flush();
      },
      engineError: fail,
      protocolError: fail,
    };
    clientOf(socket).stream('/logs', {
      opened: () => {},
      data: (bytes, from, end) => {
        reader ??= createLineReader({ firstByte: bytes[from] ?? 0, kind: 'docker', stamps, taker });
        reader.push(bytes, from, end);
      },
      rested: flush,
      ended: (end) => (end.complete ? resolve(lines) : fail(end.fault.words)),
    });
  });

const clientOf = (socket: string): HttpEngineClient =>
  new HttpEngineClient({
    name: 'bench',
    url: `unix://${socket}`,
    tls: { certPath: undefined, verify: undefined },
    clock: systemClock,
  });
