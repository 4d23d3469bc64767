// What goes together onto the stream of several containers: lines that follow each other make one message, so that what it costs to say how far all of them are is paid once for many.
import type { MarkedLine } from '../../../../http/resources/watching/live-shapes.ts';
import type { Dated } from './merge-by-time.ts';

/** As messages name it. */
export interface NamedContainer {
  readonly id: string;
  readonly name: string;
}

export interface MergedItem extends Dated {
  readonly container: NamedContainer;
  /** Its container was shown up to this line. */
  readonly position?: string;
  readonly line?: MarkedLine;
  /** A message of its own. */
  readonly told?: { readonly event: string; readonly data: object };
}

/** So many characters a message has at most, unless it has a single line. */
const MOST_OF_A_MESSAGE = 64 * 1024;
/** What stands around the text of a line, and what anything else is counted for. */
const AROUND_A_LINE = 100;

/** In characters, about. */
export const sizeOf = ({ line }: MergedItem): number => AROUND_A_LINE + (line?.text.length ?? 0);

export function inMessages(items: readonly MergedItem[]): readonly (readonly MergedItem[])[] {
  const messages: MergedItem[][] = [];
  let open: MergedItem[] | undefined;
  let size = 0;
  for (const item of items) {
    size += sizeOf(item);
    if (open === undefined || item.told !== undefined || size > MOST_OF_A_MESSAGE) {
      open = [];
      size = sizeOf(item);
      messages.push(open);
    }
    open.push(item);
    if (item.told !== undefined) open = undefined;
  }
  return messages;
}
