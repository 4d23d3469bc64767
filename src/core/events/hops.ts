// How often an event has gone out and come back: a receiver that sends what it got back to us must not go on for ever, in whatever form it does so.

/** In the metadata of what is sent, and so of what a receiver sends back. */
export const HOPS_FIELD = 'tocsin_hops';
/** The same for receivers that pass on headers instead. */
export const HOPS_HEADER = 'tocsin-hops';
/** More are not told apart. */
export const MOST_TOLD_HOPS = 99;

/** Of an event; none where nothing is said. */
export const hopsOf = (metadata: Readonly<Record<string, unknown>>): number =>
  Object.hasOwn(metadata, HOPS_FIELD) ? toldHops(metadata[HOPS_FIELD]) : 0;

/** What has come back more often is stored and not delivered. */
const MOST_HOPS = 3;

export const hasGoneRound = (metadata: Readonly<Record<string, unknown>>): boolean => hopsOf(metadata) > MOST_HOPS;

/** What is said and cannot be read came from us and was changed on the way: it counts as more than any event may have, else it would go round for ever. */
export function toldHops(told: unknown): number {
  const text = typeof told === 'number' || typeof told === 'string' ? String(told).trim() : '';
  return /^\d+$/.test(text) ? Math.min(Number(text), MOST_TOLD_HOPS) : MOST_TOLD_HOPS;
}

/** Of a header, which several on the way may have written: the most of what they say. */
export const hopsOfHeader = (header: string): number => Math.max(...header.split(',').map(toldHops));

/** The name in any spelling, in a text within a text too, and what stands behind it. */
const TOLD = /tocsin[-_]hops[\\"']*\s*[:=]\s*[\\"']*(?<value>[^\s\\"',;{}[\]&]*)/gi;

/** The most that JSON says, however deep: receivers put the whole of what they got into a field, or as a text into one. */
export const hopsWithin = (json: string): number =>
  Math.max(0, ...Array.from(json.matchAll(TOLD), ({ groups }) => toldHops(groups?.value)));

/** The most that a text says; a text may speak of hops without having any. */
export const hopsInText = (text: string): number =>
  Math.max(
    0,
    ...Array.from(text.matchAll(TOLD), ({ groups: { value = '' } = {} }) =>
      /^\d+$/.test(value) ? toldHops(value) : 0,
    ),
  );
