// Shows what comes to a file from a place on, over every rotation, by the same reading that the tails have.

import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../../core/clock.ts';
import { BOTH_STREAMS } from '../../../core/lines/line-batch.ts';
import { until } from '../../../core/signals/until.ts';
import type { LiveSink } from '../../live-sink.ts';
import type { OriginReading } from '../../reading.ts';
import { FolderWatch } from '../find/folder-watch.ts';
import { hear } from '../find/hearing.ts';
import { Links } from '../find/links.ts';
import { Cursor } from '../generation/cursor.ts';
import { positionText } from '../generation/file-position.ts';
import { seenFile } from '../generation/survey.ts';
import { Turnover } from '../generation/turnover.ts';
import type { FileTerms } from '../history/file-terms.ts';
import { FileReader } from '../reading/file-reader.ts';
import type { FileReadTools } from '../reading/reading-contract.ts';
import type { PastEnd } from './past-lines.ts';
import type { ShownLines } from './shown-lines.ts';

/** It is looked so often where nobody tells of changes, and where somebody may have told nobody. */
const LOOK_MS = 500;
/** A path that leads to nothing for so long is gone; between two generations it may lead to nothing. */
const GONE_AFTER_MS = 10_000;
const NOT_THERE = 'There is no such file just now.';

export interface FollowOn extends Pick<FileTerms, 'path' | 'format'> {
  readonly clock: Clock;
  readonly tools: FileReadTools;
  readonly from: PastEnd;
  readonly sink: LiveSink;
  readonly lines: ShownLines;
  /** A path that leads to nothing is gone after so long. */
  readonly goneAfterMs?: number | undefined;
  readonly signal: AbortSignal;
}

/** Until the file is gone, or nobody looks any more; `failed` where the reading broke off. */
export async function followOn(options: FollowOn): Promise<'gone' | 'over' | 'failed'> {
  const { path: at, signal } = options;
  const heard = new FolderWatch({
    heard: (news) => hear(news, hearing),
    begins: async () => undefined,
    missed() {
      turnover.missed();
      reader.changed();
    },
  });
  const turnover = new Turnover(() => heard.hears(path.dirname(at)));
  const reader = readerOf(options, turnover);
  const watchedAt = (one: string) => (one === at ? { reader, turnover } : undefined);
  const hearing = { links: new Links(), makers: new Set<string>(), named: new Set<string>(), watchedAt };
  const { promise: ended, resolve: end } = Promise.withResolvers<'gone' | 'over' | 'failed'>();
  const reading: OriginReading = reader.read({
    position: positionOf(options.from),
    wanted: BOTH_STREAMS,
    sink: sinkOf(options, { reading: () => reading, end }),
  });
  const over = new AbortController();
  signal.addEventListener('abort', () => end('over'), { once: true, signal: over.signal });
  if (signal.aborted) end('over');
  const real = await realpath(at).catch(() => at);
  if (real !== at) hearing.links.add(at, real);
  await heard.become(new Set([at, real].map((one) => path.dirname(one))));
  void look(reader, options, over.signal);
  const how = await ended;
  over.abort();
  heard.close();
  await reading.stop();
  return how;
}

function readerOf({ path: at, format, clock, from, tools }: FollowOn, turnover: Turnover): FileReader {
  return new FileReader({
    path: at,
    format: format(),
    clock,
    turnover,
    startAt: from.cursor ? 'end' : 'beginning',
    ...tools,
  });
}

function positionOf({ cursor, dialect }: PastEnd) {
  const head = cursor && positionText({ cursors: [new Cursor(cursor)], dialect, destroys: false });
  return head === undefined ? undefined : { head, tail: new Uint8Array(0), tailFrom: 0 };
}

interface Ending {
  readonly reading: () => OriginReading;
  readonly end: (how: 'gone' | 'failed') => void;
}

function sinkOf(
  { sink, lines, signal }: FollowOn,
  { reading, end }: Ending,
): Parameters<FileReader['read']>[0]['sink'] {
  return {
    lines(batch) {
      lines.show(batch);
      if (!sink.isBehind()) return;
      reading().pause();
      void until((ready) => sink.whenReady(ready), signal).then(() => reading().resume());
    },
    gap: () => sink.gap('rotated'),
    state(state, note) {
      if (state === 'following') sink.state('following');
      else if (state === 'idle') sink.state('ended', NOT_THERE);
      else if (state === 'unreadable') sink.state('failed', note);
      else if (state === 'gone') end('gone');
    },
    failed(error) {
      sink.state('failed', error instanceof Error ? error.message : String(error));
      end('failed');
    },
    reconnected: () => {},
    known: () => {},
  };
}

/** What nobody tells of. */
async function look(
  reader: FileReader,
  { path: at, clock, goneAfterMs = GONE_AFTER_MS }: FollowOn,
  signal: AbortSignal,
): Promise<void> {
  let thereAt = clock.monotonic();
  while (!signal.aborted) {
    await clock.sleep(LOOK_MS, signal);
    reader.changed();
    const now = clock.monotonic();
    if ((await seenFile(at)) !== undefined) thereAt = now;
    else if (now - thereAt >= goneAfterMs) reader.removed();
  }
}
