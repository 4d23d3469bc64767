// Lines that somebody gives, as if they had come one behind the other at once: those that belong together as one text, with line feeds between them.
import { type LineBatch, STDOUT } from '../lines/line-batch.ts';
import { withLineFeeds } from '../text/inner-newline.ts';
import { batchOfGiven } from './given-lines.ts';
import { AS_TRACES } from './joining.ts';
import { LineJoiner } from './line-joiner.ts';

const AT_ONCE = { stream: STDOUT, stamp: { seconds: 0, nanos: 0 } } as const;

export function joinedTexts(lines: readonly string[], joining = AS_TRACES): readonly string[] {
  const joiner = new LineJoiner(joining);
  const batch = batchOfGiven(lines.map((line) => ({ ...AT_ONCE, bytes: Buffer.from(line) })));
  // What was given is valid until the next call.
  const closed = textsOf(joiner.take(batch));
  return [...closed, ...textsOf(joiner.close())];
}

const textsOf = ({ count, bytes, starts, ends }: LineBatch): readonly string[] =>
  Array.from({ length: count }, (_, line) =>
    Buffer.from(withLineFeeds(bytes.subarray(starts[line], ends[line]))).toString(),
  );
