// Chance that comes out the same for the same seed and place: what is invented can be invented again, and nothing of it needs to be kept.

/** From 0 up to 1. */
export function chance(seed: number, ...place: readonly number[]): number {
  let state = seed | 0;
  for (const part of place) state = mixed(state ^ Math.imul(part | 0, 0x9e3779b1));
  return mixed(state + 0x6d2b79f5) / 0x1_0000_0000;
}

/** Of a few, each as often as the others. */
export function pick<Item>(items: readonly [Item, ...Item[]], at: number): Item {
  return items[Math.floor(at * items.length)] ?? items[0];
}

/** So many digits of base 16. */
export function hexDigits(count: number, seed: number, ...place: readonly number[]): string {
  let text = '';
  for (let n = 0; text.length < count; n++) text += word(chance(seed, ...place, n));
  return text.slice(0, count);
}

const word = (at: number): string =>
  Math.floor(at * 0x1_0000_0000)
    .toString(16)
    .padStart(8, '0');

function mixed(value: number): number {
  let mixing = value | 0;
  mixing = Math.imul(mixing ^ (mixing >>> 16), 0x85ebca6b);
  mixing = Math.imul(mixing ^ (mixing >>> 13), 0xc2b2ae35);
  return (mixing ^ (mixing >>> 16)) >>> 0;
}
