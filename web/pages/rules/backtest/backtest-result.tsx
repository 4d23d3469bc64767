// What a back-test found: how much, when, which lines, and what could not be read.
import { useState } from 'preact/hooks';
import type { Severity } from '../../../../src/core/severity.ts';
import type { Backtest } from '../../../api/shapes.ts';
import { Message } from '../../../parts/message.tsx';
import { Moment } from '../../../parts/moment.tsx';
import { StackedBars } from '../../../parts/stacked-bars.tsx';
import { withNothingHidden } from '../../logs/ansi.ts';
import { decisionWords, headline, heldBackWords, readWords, unreadWords } from './backtest-words.ts';

/** More are shown on demand. */
const FIRST_LINES = 20;

type Line = Backtest['lines'][number];

export interface BacktestResultProps {
  readonly result: Backtest;
  /** Of what became events: the one of the rule that was tried, or `mixed` where several were. */
  readonly severity: Severity | 'mixed';
}

export function BacktestResult({ result, severity }: BacktestResultProps) {
  const heldBack = heldBackWords(result);
  const unread = unreadWords(result);
  return (
    <div class="card-body backtest-result">
      <p role="status">
        <strong>{headline(result)}</strong> <span class="soft">{readWords(result)}</span>
      </p>
      {heldBack !== '' && <p>{heldBack}</p>}
      {result.containers.length === 0 && <p class="empty">There is no log that could be read.</p>}
      {unread.map((text) => (
        <Message key={text} kind="warn">
          {text}
        </Message>
      ))}
      {result.hits > 0 && <Steps result={result} severity={severity} />}
      {result.lines.length > 0 && <Lines result={result} />}
    </div>
  );
}

function Steps({ result, severity }: BacktestResultProps) {
  const { steps, step_minutes: minutes } = result;
  const bars = steps.map(({ hits, events }, at) => ({
    at,
    parts: [[severity, events] as const, ['quiet', hits - events] as const],
  }));
  return (
    <figure class="histogram">
      <figcaption class="soft">
        <span>
          <i class="tone" data-severity={severity} /> events <i class="tone" data-severity="quiet" /> held back
        </span>
        <span>in steps of {minutes < 60 ? `${minutes} min` : `${minutes / 60} h`}</span>
      </figcaption>
      <div class="histogram-surface">
        <StackedBars steps={steps.length} bars={bars} />
      </div>
      <div class="histogram-ends">
        <Moment at={result.from} />
        <Moment at={result.to} />
      </div>
    </figure>
  );
}

/** The newest first, as everywhere. */
function Lines({ result }: Pick<BacktestResultProps, 'result'>) {
  const { lines, lines_left_out: leftOut } = result;
  const [isWhole, setIsWhole] = useState(lines.length <= FIRST_LINES);
  return (
    <>
      <h3>Lines</h3>
      <ol class="tried-lines">
        {lines
          .toReversed()
          .slice(0, isWhole ? lines.length : FIRST_LINES)
          .map((line, at) => (
            <OneLine key={`${line.at} ${at}`} line={line} />
          ))}
      </ol>
      {!isWhole && (
        <button type="button" class="backtest-more" onClick={() => setIsWhole(true)}>
          Show all {lines.length} lines
        </button>
      )}
      {isWhole && leftOut > 0 && (
        <p class="soft">{leftOut.toLocaleString('en')} older ones are counted and not shown.</p>
      )}
    </>
  );
}

function OneLine({ line }: { readonly line: Line }) {
  const { text, match_start: start, match_end: end } = line;
  const isMarked = start !== null && end !== null;
  return (
    <li data-hit={line.decision === 'admitted'}>
      <span class="tag">{decisionWords(line)}</span>
      <code>
        {withNothingHidden(isMarked ? text.slice(0, start) : text)}
        {isMarked && <mark>{withNothingHidden(text.slice(start, end))}</mark>}
        {isMarked && withNothingHidden(text.slice(end))}
        {line.truncated && <span class="soft"> … (longer)</span>}
      </code>
      <p class="soft">
        <Moment at={line.at} /> · {line.container_name}
      </p>
    </li>
  );
}
