// What one measures the matcher by: the speed of one column over that of another, beside what is asked for.
import type { CorpusKind } from './corpus.ts';

export interface Speed {
  readonly kind: CorpusKind;
  readonly rules: number;
  readonly contender: string;
  /** MB per second of CPU. */
  readonly speed: number;
}

interface Ratio {
  readonly kind: CorpusKind;
  readonly of: string;
  readonly to: string;
  /** What both of them include. */
  readonly what: string;
  /** What is asked for, by the number of rules. */
  readonly asked: Readonly<Record<number, number>>;
}

/** How many times as fast as ripgrep a scan is to be, by the number of rules. */
export const ASKED_OF_SCAN: Readonly<Record<number, number>> = { 10: 1, 50: 4, 200: 10 };

const RATIOS: readonly Ratio[] = [
  { kind: 'typical', of: 'scan', to: 'rg', what: 'whole processes', asked: ASKED_OF_SCAN },
  { kind: 'typical', of: 'scan', to: 'rg-own', what: 'whole processes', asked: ASKED_OF_SCAN },
  { kind: 'plain', of: 'scan', to: 'rg', what: 'whole processes', asked: ASKED_OF_SCAN },
  { kind: 'plain', of: 'scan', to: 'rg-own', what: 'whole processes', asked: ASKED_OF_SCAN },
  { kind: 'typical', of: 'wasm', to: 'hs', what: 'the search alone', asked: { 10: 1.5, 50: 1.4, 200: 1.4 } },
  { kind: 'typical', of: 'wasm', to: 'v8', what: 'the search alone', asked: { 10: 10, 50: 50, 200: 250 } },
  { kind: 'adversarial', of: 'scan', to: 'rg', what: 'whole processes', asked: { 10: 0.8, 50: 0.8, 200: 0.8 } },
];

/** A thousand rules must leave so much of the speed that two hundred have. */
const ASKED_OF_A_THOUSAND = 1 / 3;

/** One sentence for each ratio of which both sides were measured. */
export function ratioLines(speeds: readonly Speed[]): string[] {
  const speedOf = (kind: CorpusKind, contender: string, rules: number): number | undefined =>
    speeds.find((one) => one.kind === kind && one.contender === contender && one.rules === rules)?.speed;
  const lines = RATIOS.flatMap(({ kind, of, to, what, asked }) =>
    Object.entries(asked).flatMap(([rules, least]) => {
      const [one, other] = [speedOf(kind, of, Number(rules)), speedOf(kind, to, Number(rules))];
      const name = `${kind}, ${rules} rules: ${of} / ${to} (${what})`;
      return one !== undefined && other !== undefined ? [line(name, one / other, least)] : [];
    }),
  );
  const [many, usual] = [speedOf('typical', 'wasm', 1000), speedOf('typical', 'wasm', 200)];
  if (many !== undefined && usual !== undefined)
    lines.push(line('typical: wasm with 1000 rules / with 200', many / usual, ASKED_OF_A_THOUSAND));
  return lines;
}

function line(name: string, ratio: number, asked: number): string {
  const figures = `${ratio.toFixed(2)}x, asked for ${asked.toFixed(2)}x`;
  return `${name.padEnd(60)}${figures}${ratio < asked ? ', missed' : ''}`;
}
