// Loaded before a server of the benchmark: collects its garbage all the time, so that its memory is what it holds and not what it has not cleared away yet.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const EVERY_MS = 15_000;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
setInterval(collect, EVERY_MS).unref();
