// A message for those who show markdown, and of whose readers some see it as it is written: everything in blocks of code, where nothing has to be escaped.
import { truncate, utf8Bytes } from '../core/text/truncate.ts';
import { codeBlock, withoutFences } from './markup.ts';
import type { MessageFacts } from './message.ts';

/** Of each block, in bytes; with the fences below 4,000 together. */
const MOST_LINE = 2_200;
const MOST_CAPTURES = 700;
const MOST_FACTS = 1_000;

export function fencedMessage({ facts, line, captures }: MessageFacts): string {
  const rows = facts.map(([name, value]) => `${name}: ${value}`).join('\n');
  const blocks = [
    [line, MOST_LINE],
    [captures, MOST_CAPTURES],
    [rows, MOST_FACTS],
  ] as const;
  return blocks
    .filter(([text]) => text !== '')
    .map(([text, most]) => codeBlock(truncate(withoutFences(text), { most, measure: utf8Bytes })))
    .join('\n');
}
