// Lines that somebody gives, as if they had come one behind the other at once: those that belong together as one text, with line feeds between them.
import { type LineBatch, STDOUT } from '../lines/line-batch.ts';
import { objectOf } from '../lines/objects/line-objects.ts';
import { withLineFeeds } from '../text/inner-newline.ts';
import { batchOfGiven } from './given-lines.ts';
import { AS_TRACES } from './joining.ts';
import { LineJoiner } from './line-joiner.ts';

const AT_ONCE = { stream: STDOUT, stamp: { seconds: 0, nanos: 0 } } as const;

export interface GivenText {
  readonly text: string;
  /** What it was taken out of. */
  readonly object: string | undefined;
}

export function joinedGiven(lines: readonly GivenText[], joining = AS_TRACES): readonly GivenText[] {
  const joiner = new LineJoiner(joining);
  const bytesOf = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text));
  const batch = batchOfGiven(
    lines.map(({ text, object }) => ({ ...AT_ONCE, bytes: Buffer.from(text), object: bytesOf(object) })),
  );
  // What was given is valid until the next call.
  const closed = textsOf(joiner.take(batch));
  return [...closed, ...textsOf(joiner.close())];
}

export const joinedTexts = (lines: readonly string[], joining = AS_TRACES): readonly string[] =>
  joinedGiven(
    lines.map((text) => ({ text, object: undefined })),
    joining,
  ).map(({ text }) => text);

function textsOf(batch: LineBatch): readonly GivenText[] {
  const { count, bytes, starts, ends } = batch;
  return Array.from({ length: count }, (_, line) => {
    const object = objectOf(batch, line);
    return {
      text: Buffer.from(withLineFeeds(bytes.subarray(starts[line], ends[line]))).toString(),
      object: object && Buffer.from(object).toString(),
    };
  });
}
