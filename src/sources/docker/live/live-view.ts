// One person's view of a container's lines: the last ones, then each as it comes, through a request of its own beside the tail's.
import type { Clock } from '../../../core/clock.ts';
import type { EngineClient } from '../engine/engine-client.ts';
import type { EngineFault } from '../engine/faults/engine-fault.ts';
import { logPath } from '../engine/log-path.ts';
import type { LineReader, LineTaker } from '../lines/raw-line.ts';
import { type LineId, parseLineId } from './line-id.ts';
import { LivePass } from './live-pass.ts';
import type { LiveSink } from './live-sink.ts';

/** Before the engine is asked again after a stream has ended. */
const AGAIN_MS = 2_000;

export interface LiveViewOptions {
  readonly client: EngineClient;
  readonly clock: Clock;
  readonly containerId: string;
  readonly tail: number;
  readonly after: string | undefined;
  readonly openLines: (firstByte: number, taker: LineTaker) => LineReader;
  readonly sink: LiveSink;
  /** Aborts when nobody looks any more. */
  readonly signal: AbortSignal;
}

/** Resolves when the container is gone or nobody looks any more. */
export async function followLive(options: LiveViewOptions): Promise<void> {
  const { sink, clock, signal } = options;
  let { after } = options;
  while (!signal.aborted) {
    const pass = open(options, after === undefined ? undefined : parseLineId(after));
    const end = await pass.untilEnded(signal);
    after = pass.last ?? after;
    if (signal.aborted) return;
    if (isGone(end)) {
      sink.gone();
      return;
    }
    sink.state(end === undefined ? 'ended' : 'failed', end?.message ?? end?.words);
    await clock.sleep(AGAIN_MS, signal);
  }
}

/** Behind a line that was seen the engine is asked since its moment; else for its newest lines. */
function open({ client, containerId, tail, openLines, sink }: LiveViewOptions, after: LineId | undefined): LivePass {
  const path = logPath(containerId, {
    follow: true,
    streams: { stdout: true, stderr: true },
    since: after?.stamp,
    tail: after ? undefined : tail,
  });
  return new LivePass({ client, path, openLines, sink, after });
}

const isGone = (fault: EngineFault | undefined): boolean => fault?.status === 404;
