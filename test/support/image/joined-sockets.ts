// Two connections as one: what either end says the other hears.
import type { Socket } from 'node:net';

/** When one is gone, so is the other. */
export function joinSockets(a: Socket, b: Socket): void {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
    from.pipe(to);
  }
}
