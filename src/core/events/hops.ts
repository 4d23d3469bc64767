// How often an event has gone out and come back: a receiver that sends what it got back to us must not go on for ever.

/** In the metadata of what is sent, and so of what a receiver sends back. */
export const HOPS_FIELD = 'tocsin_hops';
/** The same for receivers that pass on headers instead. */
export const HOPS_HEADER = 'tocsin-hops';
/** More are not told apart. */
export const MOST_TOLD_HOPS = 99;

/** Anything but a whole number is none: whoever writes it himself has not got it from us. */
export function hopsOf(metadata: Readonly<Record<string, unknown>>): number {
  const hops = metadata[HOPS_FIELD];
  return typeof hops === 'number' && Number.isInteger(hops) && hops > 0 ? Math.min(hops, MOST_TOLD_HOPS) : 0;
}
