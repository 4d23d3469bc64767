// What an engine is, for whoever reads from it beside the tails.
import type { Clock } from '../../core/clock.ts';
import { TocsinError } from '../../core/errors.ts';
import { abortWith, OVER } from '../../core/signals/abort-with.ts';
import type { EngineTraits } from '../../sources/docker/engine/engine-client.ts';
import type { WatchedEngine } from './watched-engine.ts';

const ENGINE_ANSWERS_WITHIN_MS = 10_000;

/** One that this instance does not watch is asked, until the signal aborts; one that is out of reach is told of with the reason. */
export async function traitsOf(
  { engine, isOurs }: Pick<WatchedEngine<never>, 'engine' | 'isOurs'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<EngineTraits> {
  const { outOfReachMs, lastFault, traits } = engine.source.status();
  if (isOurs && outOfReachMs === undefined && traits !== undefined) return traits;
  if (isOurs && lastFault) throw outOfReach(engine.name, lastFault.fault.words);
  const patience = new AbortController();
  const unlink = abortWith(patience, signal);
  void clock.sleep(ENGINE_ANSWERS_WITHIN_MS, patience.signal).then(() => patience.abort(OVER));
  const asked = await engine.client.negotiate(patience.signal);
  unlink();
  patience.abort(OVER);
  if (!asked.ok) throw outOfReach(engine.name, asked.fault.words);
  return asked.traits;
}

const outOfReach = (name: string, words: string): TocsinError =>
  new TocsinError('engine_unreachable', `The engine ${name} is out of reach. ${words}`, { retryAfterSeconds: 10 });
