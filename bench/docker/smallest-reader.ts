// The least that Node does to follow containers: sockets that read into one buffer, a sum of bytes, and a rest after each turn. It reads no HTTP and no frames: node bench/docker/smallest-reader.ts SOCKET
// From standard input it takes `follow ID` and `report`; a report is its bytes, the microseconds of its CPU and the bytes it holds.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const REST_MS = 32;
const [socketPath = ''] = process.argv.slice(2);
const buffer = new Uint8Array(128 * 1024);
const never = new Int32Array(new SharedArrayBuffer(4));
let bytes = 0;
let isDue = false;

function rest(): void {
  isDue = false;
  Atomics.wait(never, 0, 0, REST_MS);
}

function take(count: number): boolean {
  bytes += count;
  if (!isDue) setImmediate(rest);
  isDue = true;
  return true;
}

function follow(id: string): void {
  const path = `/containers/${id}/logs?follow=1&stdout=1&stderr=1&timestamps=1&tail=0`;
  connect({ path: socketPath, onread: { buffer, callback: take } }).write(
    `GET ${path} HTTP/1.1\r\nHost: engine\r\n\r\n`,
  );
}

createInterface({ input: process.stdin }).on('line', (line) => {
  if (line.startsWith('follow ')) follow(line.slice('follow '.length));
  const { user, system } = process.cpuUsage();
  process.stdout.write(`${bytes} ${user + system} ${process.memoryUsage.rss()}\n`);
});
process.stdin.on('end', () => process.exit());
