// Finds the line that an event came from in its file, or in what that was rotated to, and those before and behind it.
import { eventText } from '../../../core/events/event-text.ts';
import { givenPath } from '../../../core/events/origin-facts.ts';
import { plainLine } from '../../../core/lines/plain-lines.ts';
import { firstOf } from '../../../core/text/inner-newline.ts';
import type { EventOfLine, LineContext } from '../../../http/resources/watching/written-lines.ts';
import { readAround } from '../../../sources/file/history/read-around.ts';
import { fileToLookInto, type MachineFiles } from '../files/machine-files.ts';
import { shownBatchLine } from './shown-batch-line.ts';

export interface AroundInFile {
  readonly files: MachineFiles | undefined;
  readonly event: EventOfLine;
  readonly count: number;
  /** Ends it early: what was found by then is the answer, with what is missing of it. */
  readonly signal: AbortSignal;
}

const NOT_THERE =
  'No file holds this line any more: neither the one that is written to, nor any that was rotated from it.';
const TIME_WAS_OVER = 'Reading its file took too long, and was given up before all of this was found.';
const PARTLY = 'One of its files was rotated while it was read, or cannot be unpacked: look again.';

/** Undefined for an event that does not say where in its file the line is: it was stored before that was told. */
export async function linesAroundInFile({
  files,
  event,
  count,
  signal,
}: AroundInFile): Promise<LineContext | undefined> {
  const { offset, host, line_at: at } = event.metadata;
  if (typeof offset !== 'number') return undefined;
  const file = fileToLookInto({ host: String(host), name: givenPath(event.metadata) }, files);
  if (typeof file === 'string') return { state: 'unread', why: file, lines: [] };
  const lines: LineContext['lines'] = [];
  let left = count;
  const question = { ...file, offset, count, atMs: Date.parse(String(at)), isIt: isLineOf(event) };
  const read = await readAround(
    question,
    {
      line(batch, line, place) {
        lines.push({ ...shownBatchLine(batch, line), is_event: place === 'meant' });
        if (place === 'behind') left -= 1;
        return left > 0;
      },
    },
    signal,
  );
  if (read === 'absent') return { state: 'not_there', why: NOT_THERE, lines: [] };
  const why = read === 'read' ? null : read === 'closed' ? TIME_WAS_OVER : PARTLY;
  const isFound = lines.some((line) => line.is_event);
  return isFound ? { state: 'found', why, lines } : { state: 'unread', why: why ?? PARTLY, lines: [] };
}

/** Of lines that were joined to one the event has all, and its place is that of the first; a long one it has cut. */
function isLineOf({ message }: EventOfLine): (text: Uint8Array, isJoined: boolean) => boolean {
  const [first = ''] = message.split('\n');
  return (text, isJoined) => {
    const own = eventText(plainLine(isJoined ? firstOf(text) : text));
    return own === first || isBeginning(first, own) || isBeginning(own, first);
  };
}

/** Whether it is all that was kept of the other. */
const isBeginning = (cut: string, of: string): boolean => cut.endsWith('…') && of.startsWith(cut.slice(0, -1));
