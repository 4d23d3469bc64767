// Answers what the API asks of lines that were written: the newest of a workload, and those around an event.
import type { Clock } from '../../../core/clock.ts';
import { givenPath } from '../../../core/events/origin-facts.ts';
import { BOTH_STREAMS, type LineBatch } from '../../../core/lines/line-batch.ts';
import { originId } from '../../../core/lines/naming/origin-id.ts';
import { objectOf } from '../../../core/lines/objects/line-objects.ts';
import { abortWith, OVER } from '../../../core/signals/abort-with.ts';
import { shownName } from '../../../core/text/shown-name.ts';
import type { LineOpener, WorkloadLines } from '../../../http/resources/rules/lines-of-workload.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { CoverageSource } from '../../../http/resources/watching/containers.ts';
import type { EventOfLine, RecentLines, WrittenLines } from '../../../http/resources/watching/written-lines.ts';
import { fileOrigin } from '../../../sources/file/file-origin.ts';
import { lineOpeners } from '../files/line-opener.ts';
import type { FileHistoryParts } from './file-history.ts';
import type { Histories } from './histories.ts';
import type { HistoryRead } from './history-read.ts';
import { linesAround } from './lines-around.ts';
import { linesAroundInFile } from './lines-around-in-file.ts';
import { shownBatchLine } from './shown-batch-line.ts';

const MINUTE_MS = 60_000;
/** Somebody waits for it. */
const MOST_MS = 10_000;
/** Of a workload, the newest. */
const MOST_CONTAINERS = 10;

export interface WrittenLinesParts extends Pick<FileHistoryParts, 'files'> {
  readonly histories: Pick<Histories, 'containers' | 'read'>;
  readonly coverage: Pick<CoverageSource, 'container'>;
  readonly clock: Clock;
}

export function createWrittenLines(parts: WrittenLinesParts): WrittenLines {
  const { histories, coverage, clock, files } = parts;
  const openerOf = lineOpeners(files);
  return {
    recent: (workloadId, { over, ...of }) =>
      withinTime({ clock, over }, (signal) => recentLines({ histories, openerOf }, workloadId, { ...of, signal })),
    async around(event, { lines, over }) {
      return withinTime({ clock, over }, async (signal) => {
        const asked = { event, count: lines, signal };
        const inFile = await linesAroundInFile({ files, ...asked });
        if (inFile !== undefined) return inFile;
        const container = await coverage.container(idOf(event));
        if (container === undefined || container.state === 'gone')
          return { state: 'gone', why: 'Its container is gone, and its log with it.', lines: [] };
        return linesAround({ histories, container, ...asked });
      });
    },
  };
}

/** Of the container or the file that the event is about. */
function idOf({ metadata }: EventOfLine): string {
  const { container_id: id, path, host } = metadata;
  return path === undefined
    ? String(id ?? '')
    : originId(fileOrigin({ machine: String(host), path: givenPath(metadata) }));
}

async function withinTime<Answer>(
  { clock, over }: Pick<WrittenLinesParts, 'clock'> & { readonly over: AbortSignal },
  work: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const end = new AbortController();
  const unlink = abortWith(end, over);
  void clock.sleep(MOST_MS, end.signal).then(() => end.abort(OVER));
  try {
    return await work(end.signal);
  } finally {
    unlink();
    end.abort(OVER);
  }
}

interface Recent {
  readonly limit: number;
  readonly minutes: number;
  readonly signal: AbortSignal;
}

interface RecentParts extends Pick<WrittenLinesParts, 'histories'>, Pick<WorkloadLines, 'openerOf'> {}

async function recentLines(
  { histories, openerOf }: RecentParts,
  workloadId: string,
  { limit, minutes, signal }: Recent,
): Promise<RecentLines> {
  const all = await histories.containers(new Set([workloadId]));
  const newestFirst = all.toSorted((a, b) => (a.found_at < b.found_at ? 1 : -1));
  const span = { since: minutes * MINUTE_MS, streams: BOTH_STREAMS, tail: limit };
  const unread: RecentLines['unread'] = [];
  const items: RecentLines['items'] = [];
  for (const container of newestFirst.slice(0, MOST_CONTAINERS)) {
    const shown = { container, open: openerOf(container) };
    const taker = { lines: (batch: LineBatch) => void items.push(...shownOf(batch, shown)) };
    const read = await histories.read(container, span, { taker, signal });
    if (read.how !== 'complete') unread.push({ container_name: shownName(container.name), why: whyUnread(read) });
  }
  for (const { name } of newestFirst.slice(MOST_CONTAINERS))
    unread.push({ container_name: shownName(name), why: TOO_MANY });
  items.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  return { items: items.slice(-limit), unread };
}

const TIME_WAS_OVER = `Its log was not read to its end: the ${MOST_MS / 1_000} seconds that there are for all were over before.`;
const TOO_MANY = `Only the ${MOST_CONTAINERS} newest containers are read.`;

const whyUnread = (read: Exclude<HistoryRead, { how: 'complete' }>): string =>
  read.how === 'unread' ? read.why : TIME_WAS_OVER;

interface Shown {
  readonly container: ContainerView;
  readonly open: LineOpener | undefined;
}

function shownOf(batch: LineBatch, { container: { id, name }, open }: Shown): RecentLines['items'] {
  return Array.from({ length: batch.count }, (_, line) => {
    const shown = shownBatchLine(batch, line);
    const object = writtenObject(batch, line, { text: shown.text, open });
    return { ...shown, ...{ container_id: id, container_name: shownName(name), object } };
  });
}

const LONGEST_OBJECT = 16 * 1024;

/** As it stands in its file, and behind it what was joined to it. Cut, it would be none. */
function writtenObject(
  batch: LineBatch,
  line: number,
  { text, open }: Pick<Shown, 'open'> & { readonly text: string },
): string | null {
  const object = objectOf(batch, line);
  if (object === undefined || object.length > LONGEST_OBJECT) return null;
  const written = Buffer.from(object).toString();
  if ((batch.joined?.counts[line] ?? 1) === 1) return written;
  // Where its own message ends is seen by taking that out of it once more.
  const own = open?.(written).text;
  return own !== undefined && text.startsWith(`${own}\n`) ? written + text.slice(own.length) : null;
}
