// What of a secret may stand in a text: itself, in hexadecimal, in base64, alone or within more, and the bytes that it is made of.
import { fold, GRAM, written } from './folded-text.ts';

export interface Traces {
  /** Folded; any piece of them is a trace. */
  readonly parts: readonly string[];
  /** Folded; only the whole is one, because it is short, or a part of it is none, as the host of a URL. */
  readonly wholes: readonly string[];
  /** Secrets as they are written, whatever signs they are made of: of some, folding leaves next to nothing. */
  readonly written: readonly string[];
}

/** Shorter ones are no secrets, and would mask every other word. */
const SHORTEST_SECRET = 3;
/** Folded, three signs would be found in every other word. */
const SHORTEST_FOLDED = 4;

const isLong = ({ length }: string): boolean => length >= SHORTEST_SECRET;

export function tracesOf(secrets: readonly string[]): Traces {
  const distinct = [...new Set(secrets)].filter(isLong);
  const traces = distinct.flatMap((secret) => [
    { text: secret, isUrl: secret.includes('://') },
    ...[secret.toWellFormed(), ...bytesWithin(secret)].flatMap(encoded).map((text) => ({ text, isUrl: false })),
  ]);
  const all = traces.map(({ text, isUrl }) => ({ text: fold(text), isUrl })).filter(({ text }) => text !== '');
  const isPart = ({ text, isUrl }: { text: string; isUrl: boolean }): boolean => !isUrl && text.length >= GRAM;
  const textsOf = (some: typeof all): readonly string[] => [...new Set(some.map(({ text }) => text))];
  return {
    parts: textsOf(all.filter(isPart)),
    wholes: textsOf(all.filter((one) => !isPart(one) && one.text.length >= SHORTEST_FOLDED)),
    written: [...new Set(distinct.map((secret) => written(secret).text.trimEnd()))].filter(isLong),
  };
}

/** In base64 it depends on where among three bytes it begins, and its ends on its neighbours. */
function encoded(secret: string | Buffer): readonly string[] {
  const bytes = Buffer.from(secret);
  const within = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const isOpen = (before + bytes.length) % 3 !== 0;
    return text.slice(before === 0 ? 0 : before + 1, isOpen ? -1 : undefined);
  });
  return [bytes.toString('hex'), bytes.toString('base64'), ...within];
}

/** Of a signing secret, which is base64 behind a prefix. */
function bytesWithin(secret: string): readonly Buffer[] {
  const { base64 } = /^(?:whs(?:ec|k)_)?(?<base64>[A-Za-z0-9+/]{24,}={0,2})$/.exec(secret)?.groups ?? {};
  return base64 === undefined ? [] : [Buffer.from(base64, 'base64')];
}
