// Masks secrets in a text that somebody else wrote: in whatever spelling, and also where only a part of one stands there.
import { MASK } from '../../telemetry/secret-text.ts';
import { type Compared, eachGram, folded, GRAM, written } from './folded-text.ts';
import { type Reading, readingsOf } from './readings.ts';
import { type Traces, tracesOf } from './secret-traces.ts';

export interface MaskOptions {
  /** The text ends in the middle: its end may be the beginning of a secret. */
  readonly isCut?: boolean;
}

/** A reading, and what of it is compared. */
interface View extends Compared {
  readonly reading: Reading;
}

type Hide = (first: number, behind: number) => void;

/** The time is that of the text and the secrets together, whatever they are. */
export function masked(text: string, secrets: readonly string[], { isCut = false }: MaskOptions = {}): string {
  const traces = tracesOf(secrets);
  const readings = readingsOf(text);
  const cover = new Uint8Array(text.length);
  hideFolded(cover, { readings, traces, isCut });
  hideWritten(cover, { readings, traces, isCut });
  return withMasks(text, cover);
}

interface Search {
  readonly readings: readonly Reading[];
  readonly traces: Traces;
  readonly isCut: boolean;
}

function hideFolded(cover: Uint8Array, { readings, traces, isCut }: Search): void {
  const views = readings.map((reading) => ({ ...folded(reading.text), reading }));
  const shared = sharedGrams(views, traces);
  for (const view of views) {
    const { reading, at } = view;
    const hide: Hide = (first, behind) => hideIn(cover, reading, [at[first], endOfSpelling(view, at[behind - 1] ?? 0)]);
    eachGram(view.text, (hash, first) => {
      if (shared.has(hash)) hide(first, first + GRAM);
    });
    for (const whole of traces.wholes)
      eachFound(view.text, whole, (first, behind) => {
        if (isOneWord(view, first, behind)) hide(first, behind);
      });
    // Of longer ones a piece was found.
    if (isCut) hideBeginning(view, { of: [...traces.parts, ...traces.wholes], most: GRAM }, hide);
  }
}

function hideWritten(cover: Uint8Array, { readings, traces, isCut }: Search): void {
  const most = Math.max(0, ...traces.written.map(({ length }) => length));
  for (const reading of readings) {
    const view = { ...written(reading.text), reading };
    const { at } = view;
    const hide: Hide = (first, behind) => hideIn(cover, reading, [at[first], at[behind - 1]]);
    for (const whole of traces.written) eachFound(view.text, whole, hide);
    if (isCut) hideBeginning(view, { of: traces.written, most }, hide);
  }
}

/** Which pieces of the text are pieces of secrets; told by a number that hardly ever two pieces have. */
function sharedGrams(views: readonly View[], { parts }: Traces): ReadonlySet<number> {
  const here = new Set<number>();
  for (const { text } of views) eachGram(text, (hash) => here.add(hash));
  const shared = new Set<number>();
  for (const part of parts)
    eachGram(part, (hash) => {
      if (here.has(hash)) shared.add(hash);
    });
  return shared;
}

/** Also where one reaches into the next. */
function eachFound(text: string, whole: string, visit: Hide): void {
  for (let found = text.indexOf(whole); found >= 0; found = text.indexOf(whole, found + 1))
    visit(found, found + whole.length);
}

/** Letters of two words are no secret of one; where a secret has spaces itself, it is found as it is written. */
const isOneWord = ({ reading, at }: View, first: number, behind: number): boolean =>
  !/\s/.test(reading.text.slice(at[first], at[behind - 1]));

/** Less than what anything else would find. */
function hideBeginning(
  { text }: View,
  { of, most }: { readonly of: readonly string[]; readonly most: number },
  hide: Hide,
): void {
  for (let length = Math.min(most, text.length); length > 0; length--) {
    const end = text.slice(-length);
    if (of.some((trace) => trace.startsWith(end))) {
      hide(text.length - length, text.length);
      return;
    }
  }
}

/** What spellings end with, such as the `=` of base64, goes along. */
function endOfSpelling({ reading }: View, place: number): number {
  let last = place;
  while (/[=+/_-]/.test(reading.text.charAt(last + 1))) last++;
  return last;
}

function hideIn(
  cover: Uint8Array,
  { from, to }: Reading,
  [first = 0, last = 0]: readonly (number | undefined)[],
): void {
  cover.fill(1, from[first], to[last]);
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
