// A process that writes log frames the way an engine does in a live follow: each in an HTTP chunk of its own, by a write of its own.
// Arguments: the socket to listen on, frames to write to each connection, bytes of a frame, microseconds between two of them (0: none).
import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const [path = '', frames = '0', size = '0', gap = '0'] = process.argv.slice(2);
const [FRAMES, SIZE, GAP_MS] = [Number(frames), Number(size), Number(gap) / 1000];

const HEAD =
  'HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\nTransfer-Encoding: chunked\r\n\r\n';
const CHUNK = frameInChunk();

const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => void write(socket));
});
server.listen(path, () => console.log('ready'));

async function write(socket: Socket): Promise<void> {
  socket.write(HEAD);
  const started = performance.now();
  for (let at = 0; at < FRAMES && socket.writable; at += 1) {
    const due = started + at * GAP_MS;
    // A timer is too coarse for a busy container.
    if (GAP_MS >= 1) await sleep(Math.max(0, due - performance.now()));
    else while (performance.now() < due);
    if (!socket.write(CHUNK)) await roomIn(socket);
  }
  socket.end('0\r\n\r\n');
}

function roomIn(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const goOn = (): void => {
      socket.off('drain', goOn).off('close', goOn);
      resolve();
    };
    socket.on('drain', goOn).on('close', goOn);
  });
}

function frameInChunk(): Buffer {
  const text = `2026-11-21T03:29:01.381447848Z ${'x'.repeat(SIZE)}`.slice(0, SIZE - 9);
  const frame = Buffer.alloc(SIZE, '\n');
  frame.set([1, 0, 0, 0]);
  frame.writeUInt32BE(SIZE - 8, 4);
  frame.write(text, 8);
  return Buffer.concat([Buffer.from(`${SIZE.toString(16)}\r\n`), frame, Buffer.from('\r\n')]);
}
