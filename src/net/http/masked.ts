// Masks secrets in a text that somebody else wrote: in whatever spelling, and also where only a part of one stands there.
import { MASK } from '../../telemetry/secret-text.ts';
import { eachGram, fold, GRAM, isFiller } from './folded-text.ts';
import { type Reading, readingsOf } from './readings.ts';
import { type Traces, tracesOf } from './secret-traces.ts';

export interface MaskOptions {
  /** The text ends in the middle: its end may be the beginning of a secret. */
  readonly isCut?: boolean;
}

/** A reading without what spellings differ in. */
interface Folded {
  readonly reading: Reading;
  readonly text: string;
  /** Of each unit, its place in the reading. */
  readonly at: readonly number[];
}

/** The time is that of the text and the secrets together, whatever they are. */
export function masked(text: string, secrets: readonly string[], { isCut = false }: MaskOptions = {}): string {
  const traces = tracesOf(secrets);
  const readings = readingsOf(text).map(folded);
  const shared = sharedGrams(readings, traces);
  const cover = new Uint8Array(text.length);
  for (const one of readings) {
    const hide = (first: number, behind: number): void => hideIn(cover, one, [first, behind]);
    eachGram(one.text, (hash, at) => {
      if (shared.has(hash)) hide(at, at + GRAM);
    });
    for (const whole of traces.wholes) hideWhole(one, whole, hide);
    if (isCut) hideBeginning(one, traces, hide);
  }
  return withMasks(text, cover);
}

function folded(reading: Reading): Folded {
  const at: number[] = [];
  for (let place = 0; place < reading.text.length; place++) if (!isFiller(reading.text.charAt(place))) at.push(place);
  return { reading, text: fold(reading.text), at };
}

/** Which pieces of the text are pieces of secrets; told by a number that hardly ever two pieces have. */
function sharedGrams(readings: readonly Folded[], { parts }: Traces): ReadonlySet<number> {
  const here = new Set<number>();
  for (const { text } of readings) eachGram(text, (hash) => here.add(hash));
  const shared = new Set<number>();
  for (const part of parts)
    eachGram(part, (hash) => {
      if (here.has(hash)) shared.add(hash);
    });
  return shared;
}

type Hide = (first: number, behind: number) => void;

function hideWhole({ text, at, reading }: Folded, whole: string, hide: Hide): void {
  for (let found = text.indexOf(whole); found >= 0; found = text.indexOf(whole, found + whole.length)) {
    const end = found + whole.length;
    // Letters of two words are no secret of one.
    if (!/\s/.test(reading.text.slice(at[found], at[end - 1]))) hide(found, end);
  }
}

/** Less than a piece, which nothing else would find. */
function hideBeginning({ text }: Folded, { parts, wholes }: Traces, hide: Hide): void {
  for (let length = Math.min(GRAM, text.length); length > 0; length--) {
    const end = text.slice(-length);
    if ([...parts, ...wholes].some((trace) => trace.startsWith(end))) {
      hide(text.length - length, text.length);
      return;
    }
  }
}

/** What spellings end with, such as the `=` of base64, goes along. */
function hideIn(cover: Uint8Array, { reading, at }: Folded, [first, behind]: readonly [number, number]): void {
  let last = at[behind - 1] ?? 0;
  while (/[=+/_-]/.test(reading.text.charAt(last + 1))) last++;
  cover.fill(1, reading.from[at[first] ?? 0], reading.to[last]);
}

function withMasks(text: string, cover: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < text.length; ) {
    const isHidden = cover[at] === 1;
    const end = cover.indexOf(isHidden ? 0 : 1, at);
    const behind = end < 0 ? text.length : end;
    pieces.push(isHidden ? MASK : text.slice(at, behind));
    at = behind;
  }
  return pieces.join('');
}
