// How text looks behind the codes of a terminal that stand before it (SGR). Only colours and weights are kept.
import { type AnsiColour, colourOf16, colourOf256, colourOfRgb } from './ansi-colour.ts';

export interface AnsiLook {
  readonly weight?: 'bold' | 'dim' | undefined;
  /** Text and ground change places. */
  readonly isReversed?: boolean | undefined;
  readonly ink?: AnsiColour | undefined;
  readonly ground?: AnsiColour | undefined;
}

export const PLAIN: AnsiLook = {};

/** What a mixed colour is for. That of a line below the text is not kept. */
const LAYERS: ReadonlyMap<number, 'ink' | 'ground' | 'line'> = new Map([
  [38, 'ink'],
  [48, 'ground'],
  [58, 'line'],
]);

/** `codes` stands between the bracket and the `m`. What nobody knows in it changes nothing. */
export function lookAfter(before: AnsiLook, codes: string): AnsiLook {
  let look = before;
  const given = codes.split(';');
  for (let at = 0; at < given.length; at += 1) {
    const parts = (given[at] ?? '').split(':');
    const code = Number(parts[0] || 0);
    const layer = LAYERS.get(code);
    if (layer === undefined) {
      look = { ...look, ...changeOf(code) };
      continue;
    }
    const isWhole = parts.length > 1;
    const { colour, used } = isWhole ? mixedIn(withoutSpace(parts.slice(1))) : mixedIn(given.slice(at + 1));
    if (!isWhole) at += used;
    if (colour !== undefined && layer !== 'line') look = { ...look, [layer]: colour };
  }
  return look;
}

function changeOf(code: number): AnsiLook {
  if (code === 0) return { weight: undefined, isReversed: undefined, ink: undefined, ground: undefined };
  if (code === 1) return { weight: 'bold' };
  if (code === 2) return { weight: 'dim' };
  if (code === 22) return { weight: undefined };
  if (code === 7) return { isReversed: true };
  if (code === 27) return { isReversed: undefined };
  if (code === 39) return { ink: undefined };
  if (code === 49) return { ground: undefined };
  const place = placeOf(code % 10, code >= 90);
  if (place === undefined) return {};
  if (isTen(code, 30) || isTen(code, 90)) return { ink: colourOf16(place) };
  return isTen(code, 40) || isTen(code, 100) ? { ground: colourOf16(place) } : {};
}

const isTen = (code: number, first: number): boolean => code >= first && code < first + 10;

/** Among the sixteen. */
const placeOf = (digit: number, isBright: boolean): number | undefined =>
  Number.isInteger(digit) && digit >= 0 && digit < 8 ? digit + (isBright ? 8 : 0) : undefined;

interface Mixed {
  readonly colour: AnsiColour | undefined;
  /** How many of the numbers belong to it. */
  readonly used: number;
}

function mixedIn([kind, ...rest]: readonly string[]): Mixed {
  const numbers = rest.slice(0, 3).map((part) => (part === '' ? 0 : Number(part)));
  if (kind === '5') return { colour: colourOf256(numbers[0] ?? -1), used: 2 };
  return kind === '2' ? { colour: colourOfRgb(numbers), used: 4 } : { colour: undefined, used: 1 };
}

/** Written with colons, there may be the name of a colour space before red, green and blue. */
const withoutSpace = (parts: readonly string[]): readonly string[] =>
  parts[0] === '2' && parts.length > 4 ? ['2', ...parts.slice(2)] : parts;
