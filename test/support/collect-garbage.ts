// Frees what nothing holds any more, so that a test can see what is still held.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

export async function collectGarbage(): Promise<void> {
  // What was made in this turn of the loop is held until its end.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
}
