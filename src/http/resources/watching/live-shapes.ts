// What live views of logs tell: lines, and what is to be said of the containers that they come from.
import { z } from 'zod';
import { writtenLine } from './written-lines.ts';

const markedLine = writtenLine
  .extend({
    rules: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .meta({ description: 'Those that it is a hit of, as far as a line by itself can tell.' }),
  })
  .meta({ id: 'MarkedLine' });
type Marked = z.input<typeof markedLine>;
/** Many may share its rules: nobody changes them. */
export type MarkedLine = Omit<Marked, 'rules'> & { readonly rules: readonly Marked['rules'][number][] };

const viewGap = z.object({
  reason: z
    .enum(['rotated', 'too_many'])
    .meta({ description: '`rotated`: they are there no more. `too_many`: there are more than a view fetches.' }),
  words: z.string(),
});
export type ViewGap = z.input<typeof viewGap>;

const viewState = z.object({
  state: z.enum(['following', 'ended', 'failed']).meta({
    description: '`ended`: it does not run; the view waits until it does. `failed`: why no lines come just now.',
  }),
  words: z.string().nullable(),
});
export type ViewState = z.input<typeof viewState>;

/** Of a view of one container. */
export const liveEvents = { line: markedLine, gap: viewGap, state: viewState };

/** By which a view of several says of which it speaks. */
const ofContainer = { container_id: z.string(), container: z.string().meta({ description: 'Its name.' }) };

const leftOut = z.object({
  containers: z.number().meta({ description: 'More than one stream follows: so many are not shown.' }),
  words: z.string().nullable(),
});
export type LeftOut = z.input<typeof leftOut>;

const mergedLines = z.object({
  lines: z.array(
    markedLine
      .extend({ ...ofContainer, id: z.string().meta({ description: 'Of the line, within its container.' }) })
      .meta({ id: 'MergedLine' }),
  ),
});

/** Of a view of several. */
export const severalEvents = {
  lines: mergedLines,
  gap: viewGap.extend(ofContainer),
  state: viewState.extend({ ...ofContainer, state: z.enum([...viewState.shape.state.options, 'gone']) }),
  left_out: leftOut,
};
