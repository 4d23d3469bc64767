// A back-test's result in the words of the API.
import { hitsOf, type RuleCounts, sumOfCounts } from '../../core/flood/rule-counts.ts';
import { originId } from '../../core/lines/naming/origin-id.ts';
import { originName } from '../../core/lines/origin.ts';
import { type Stamp, wholeMillisecondsOf } from '../../core/lines/stamp.ts';
import { shownName } from '../../core/text/shown-name.ts';
import type { ShownBacktest, ShownBacktestLine } from '../../http/resources/rules/backtest-shapes.ts';
import type { Span } from '../../rules/backtest/hit-steps.ts';
import type { KeptLine } from '../../rules/backtest/kept-lines.ts';
import type { LineTrial } from '../../rules/trial/try-rule.ts';
import { iso, shownStamp } from '../watching/shown/container-views.ts';
import type { BacktestResult, ReadContainer } from './backtest-run.ts';
import { fitting } from './fitting.ts';

/** Of lines that became events, and as many of the others: what is sent has to stay below what a client may leave unread (`http/event-stream.ts`). */
const MOST_LINES_BYTES = 256 * 1024;
const MOST_CONTAINERS_BYTES = 256 * 1024;

export interface EndedBacktest {
  readonly result: BacktestResult;
  readonly span: Span;
  readonly marks: ReadonlyMap<KeptLine, LineTrial>;
}

export function shownBacktest({ result, span, marks }: EndedBacktest): ShownBacktest {
  const { test, containers } = result;
  const kept = test.kept.all.map((line) => shownLine(line, marks.get(line)));
  const lines = fittingLines(kept);
  const listed = fittingContainers(containers);
  return {
    ...shownCounts(sumOfCounts(test.counts)),
    from: iso(span.from),
    to: iso(span.to),
    complete: containers.every(({ state }) => state === 'read'),
    lines_read: containers.reduce((sum, { lines }) => sum + lines, 0),
    bytes_read: containers.reduce((sum, { bytes }) => sum + bytes, 0),
    rules: test.counts.map(shownCounts),
    step_minutes: test.steps.minutes,
    steps: test.steps.all.map(({ from, hits, events }) => ({ from: iso(from), hits, events })),
    lines,
    lines_left_out: test.kept.leftOut + kept.length - lines.length,
    containers: listed,
    containers_left_out: containers.length - listed.length,
  };
}

/** The newest of each kind, in their order. */
function fittingLines(lines: readonly ShownBacktestLine[]): ShownBacktestLine[] {
  const kinds = Map.groupBy(lines.toReversed(), ({ decision }) => decision === 'admitted');
  const fit = new Set([...kinds.values()].flatMap((kind) => fitting(kind, MOST_LINES_BYTES)));
  return lines.filter((line) => fit.has(line));
}

/** Those of which something is missing come first. */
function fittingContainers(containers: readonly ReadContainer[]): ShownBacktest['containers'] {
  const sorted = containers.toSorted((one, other) => Number(one.state === 'read') - Number(other.state === 'read'));
  return [...fitting(sorted.map(shownRead), MOST_CONTAINERS_BYTES)];
}

function shownCounts(counts: RuleCounts) {
  const { admitted, threshold, cooldown, rate_limit, excluded } = counts;
  return { hits: hitsOf(counts), events: admitted, suppressed: { threshold, cooldown, rate_limit }, excluded };
}

function shownLine(line: KeptLine, mark: LineTrial | undefined): ShownBacktestLine {
  const { rule, origin, stream, at, text, truncated, decision } = line;
  return {
    ...{
      rule,
      container_id: originId(origin),
      container_name: shownName(originName(origin)),
      stream,
      at: shownStamp(at),
    },
    ...{ text, truncated, decision },
    match_start: mark?.match?.start ?? null,
    match_end: mark?.match?.end ?? null,
  };
}

function shownRead({
  container,
  state,
  why,
  lines,
  firstLineAt,
  lastLineAt,
}: ReadContainer): ShownBacktest['containers'][number] {
  const { id, name, workload } = container;
  const moment = (at: Stamp | undefined): string | null => (at ? iso(wholeMillisecondsOf(at)) : null);
  return {
    ...{ id, name: shownName(name), workload_id: workload.id, state, why: why ?? null, lines },
    first_line_at: moment(firstLineAt),
    last_line_at: moment(lastLineAt),
  };
}
