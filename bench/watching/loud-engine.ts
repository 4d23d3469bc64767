// A process that stands in for an engine: quiet containers, and on demand loud ones, whose lines are made as fast as they are taken.
// Argument: the socket to listen on. It is told what to do, and tells what was taken, over the channel of the process that started it.
import { connect, createServer, type Socket } from 'node:net';
import type { FakeContainer } from '../../test/support/fake-engine/fake-container.ts';
import { FakeEngine } from '../../test/support/fake-engine/fake-engine.ts';
import { makeCorpus } from '../match/corpus.ts';
import type { Load } from './loads.ts';
import { linesOf } from './loads.ts';
import { writeLoudLog } from './loud-log.ts';

const [QUIET, QUIET_EVERY_MS] = [20, 100];
const [path = ''] = process.argv.slice(2);

/** Everything but the lines of loud containers. */
const engine = new FakeEngine(`${path}.quiet`, {});
await engine.start();
const calm = makeCorpus('rare', 100_000, 1).toString().trimEnd().split('\n');
const quiet = Array.from({ length: QUIET }, (_, n) => engine.addContainer({ name: `quiet${n}` }));
let said = 0;
setInterval(() => {
  quiet[said % QUIET]?.log('stdout', calm[said % calm.length] ?? '');
  said += 1;
}, QUIET_EVERY_MS);

let load: Load | undefined;
let lines: readonly Buffer[] = [];
let loud: readonly FakeContainer[] = [];
const streams = new Set<Socket>();
let [takenLines, takenBytes, ended] = [0, 0, 0];

const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', (asked) => answer(socket, asked));
});
server.listen(path, () => process.send?.('ready'));

process.on('message', (told: Load | 'taken' | 'silence') => {
  if (told === 'taken') process.send?.({ lines: takenLines, bytes: takenBytes, ended });
  else if (told === 'silence') silence();
  else begin(told);
});

function begin(next: Load): void {
  [load, lines, takenLines, takenBytes, ended] = [next, linesOf(next), 0, 0, 0];
  loud = Array.from({ length: next.containers }, (_, n) => engine.addContainer({ name: `${next.name}${n}` }));
}

function silence(): void {
  for (const stream of streams) stream.destroy();
  for (const container of loud) container.destroy();
  loud = [];
}

function answer(socket: Socket, asked: Buffer): void {
  const { which, query = '' } =
    /\/containers\/(?<which>[^/]+)\/logs\?(?<query>\S+)/.exec(asked.toString())?.groups ?? {};
  const isLoud = which !== undefined && loud.some(({ id }) => id === which);
  if (isLoud && load && query.includes('follow=1')) void flood(socket, load);
  else {
    const behind = connect(`${path}.quiet`);
    behind.on('error', () => socket.destroy());
    socket.on('close', () => behind.destroy());
    behind.write(asked);
    socket.pipe(behind).pipe(socket);
  }
}

async function flood(socket: Socket, { mostBytes = Number.POSITIVE_INFINITY, nanosALine }: Load): Promise<void> {
  streams.add(socket);
  for await (const taken of writeLoudLog(socket, { lines, mostBytes, nanosALine })) {
    takenLines += taken.lines;
    takenBytes += taken.bytes;
  }
  streams.delete(socket);
  ended += 1;
}
