// The back-tests that people ask for through the API: one of each caller, few at once, and each tells its client how far it is.
import type { Clock } from '../../core/clock.ts';
import { isTocsinError, TocsinError } from '../../core/errors.ts';
import type { RuleDefinition } from '../../core/rules/rule.ts';
import type { EventStream } from '../../http/event-stream.ts';
import type { AskedBacktest, Backtests } from '../../http/resources/rules/backtest.ts';
import type { BacktestFailed, BacktestProgress, ShownBacktest } from '../../http/resources/rules/backtest-shapes.ts';
import type { ContainerView } from '../../http/resources/watching/container-shapes.ts';
import type { TriedRule } from '../../rules/backtest/tried-rules.ts';
import { compileOrRefuse } from '../../rules/compile/checked-patterns.ts';
import type { RuleCompiler } from '../../rules/compile/rule-compiler.ts';
import type { EventLimit } from '../../rules/flood/token-bucket.ts';
import type { RuleTrials } from '../../rules/trial/rule-trials.ts';
import type { BacktestOccurrences } from '../../telemetry/occurrences/history/backtests.ts';
import type { Histories } from '../watching/history/histories.ts';
import { BacktestPlaces } from './backtest-places.ts';
import { runBacktest } from './backtest-run.ts';
import { markLines } from './mark-lines.ts';
import { shownBacktest } from './shown-backtest.ts';

/** Each reads one log at a time. */
const MOST_AT_ONCE = 3;
const MOST_MS = 120_000;
const COME_BACK_SECONDS = 30;
/** Of lines that became events, and as many that were held back. */
const MOST_LINES = 100;
const HOUR_MS = 3_600_000;

export interface BacktestsParts {
  readonly histories: Pick<Histories, 'containers' | 'read'>;
  readonly compiler: Pick<RuleCompiler, 'compile'>;
  readonly trials: Pick<RuleTrials, 'runCompiled'>;
  readonly limit: EventLimit;
  readonly clock: Clock;
  readonly occurrences: BacktestOccurrences;
}

export function createBacktests(parts: BacktestsParts): Backtests {
  const places = new BacktestPlaces(MOST_AT_ONCE);
  return {
    async open(asked) {
      const place = places.take(asked.caller, asked.over);
      if (place === undefined) throw tooMany();
      try {
        const opened = await openedOf({ ...asked, over: place.over }, parts);
        return (client) => {
          if (!place.begin(client)) return;
          void tell(client, { ...parts, ...opened, asked }).finally(() => place.end(client));
        };
      } catch (error) {
        place.giveUp();
        throw error;
      }
    },
  };
}

const tooMany = (): TocsinError =>
  new TocsinError('too_many_requests', `Others are running back-tests; try again in ${COME_BACK_SECONDS} s.`, {
    retryAfterSeconds: COME_BACK_SECONDS,
  });

async function openedOf({ rules: asked, workloadIds, over }: AskedBacktest, { compiler, histories }: BacktestsParts) {
  const rules: TriedRule[] = [];
  for (const [at, definition] of asked.entries()) {
    // Whoever has gone, or has asked anew, needs nothing more of it: it will not begin.
    if (over.aborted) break;
    rules.push({ definition, compiled: await compiledOf(compiler, definition, at) });
  }
  return { rules, containers: await histories.containers(workloadIds && new Set(workloadIds)) };
}

interface Telling extends BacktestsParts {
  readonly asked: AskedBacktest;
  readonly rules: readonly TriedRule[];
  readonly containers: readonly ContainerView[];
}

/** It never rejects: whoever waits for it is told. */
async function tell(client: EventStream, telling: Telling): Promise<void> {
  const { clock, occurrences } = telling;
  const began = clock.monotonic();
  try {
    const shown = await run(client, telling);
    const outcome = client.closed.aborted ? 'left' : shown.complete ? 'complete' : 'incomplete';
    client.send({ event: 'result', data: shown });
    const sizes = { rules: telling.rules.length, containers: telling.containers.length, lines: shown.lines_read };
    occurrences.ended({ outcome, ...sizes, durationMs: clock.monotonic() - began });
  } catch (error) {
    occurrences.failed({ error });
    const data: BacktestFailed = { message: 'The back-test failed; the log of the server says why.' };
    client.send({ event: 'failed', data });
  } finally {
    client.close('the back-test is over');
  }
}

async function run(client: EventStream, telling: Telling): Promise<ShownBacktest> {
  const { asked, rules, containers, histories, trials, clock, limit } = telling;
  const to = clock.now();
  const span = { from: to - asked.hours * HOUR_MS, to };
  const result = await runBacktest({
    ...{ rules, histories, containers, span, limit, clock, mostMs: MOST_MS },
    mostLines: MOST_LINES,
    onProgress: (progress) => client.send({ event: 'progress', data: progress satisfies BacktestProgress }),
    signal: client.closed,
  });
  const marks = await markLines(result.test.kept.all, rules, { trials, clock, signal: client.closed });
  return shownBacktest({ result, span, marks });
}

async function compiledOf(
  compiler: BacktestsParts['compiler'],
  { pattern, excludePattern }: RuleDefinition,
  at: number,
): Promise<TriedRule['compiled']> {
  try {
    return await compileOrRefuse(compiler, { pattern, excludePattern: excludePattern ?? undefined });
  } catch (error) {
    if (!isTocsinError(error)) throw error;
    const details = error.details.map(({ path, ...fault }) => ({ ...fault, path: `rules.${at}.${path}` }));
    throw new TocsinError(error.code, error.message, { details });
  }
}
