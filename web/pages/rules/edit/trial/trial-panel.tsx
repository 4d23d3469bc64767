import { useRef, useState } from 'preact/hooks';
import type { RuleTrial } from '../../../../api/shapes.ts';
import { showCount } from '../../../../format/count.ts';
import { Card } from '../../../../parts/card.tsx';
import type { Names } from '../../../use-names.ts';
import { floodOutcome, type WantedFlood } from '../../flood-outcome.ts';
import { capturedWords, shownLine, trialWords } from './shown-line.ts';
import { TakeLines } from './take-lines.tsx';
import { withTaken } from './taken-lines.ts';
import { useTrial } from './use-trial.ts';

export interface TrialPanelProps {
  readonly pattern: string;
  readonly exclude: string;
  readonly field: string;
  readonly flood: WantedFlood;
  /** The samples that are there at first. */
  readonly first: string;
  /** Whose lines can be taken. */
  readonly workloads: Names;
  /** The rule’s own, as whose the lines are joined until others are taken. */
  readonly workload: string | undefined;
}

/** Lines that a rule is tried on while it is written, by the very matcher that watches. */
export function TrialPanel({ pattern, exclude, field, flood, first, workloads, workload: own }: TrialPanelProps) {
  const [samples, setSamples] = useState(first);
  const [joins, setJoins] = useState(first.includes('\n'));
  const taken = useRef('');
  const [workload, setWorkload] = useState(own);
  const name = workloads.find(([id]) => id === workload)?.[1] ?? 'the workload';
  const take = (lines: readonly string[], id: string): void => {
    setWorkload(id);
    setSamples((now) => withTaken(now, taken.current, lines));
    taken.current = lines.join('\n');
    // Those of a log whose lines are joined.
    if (lines.some((line) => line.includes('\n'))) setJoins(true);
  };
  const { tried, fault } = useTrial({ pattern, exclude, field: field.trim(), samples, joins, workload, name });
  const hits = tried?.results.filter(({ matched, excluded }) => matched && !excluded).length ?? 0;
  return (
    <Card title="Try it">
      <div class="card-body">
        <div class="field">
          <label for="samples">Sample lines</label>
          <textarea
            id="samples"
            class="mono"
            rows={5}
            autocomplete="off"
            spellcheck={false}
            value={samples}
            aria-describedby="samples-hint"
            onInput={(event) => setSamples(event.currentTarget.value)}
          />
          <p class="hint" id="samples-hint">
            Paste a few lines of a log, or take some. Nothing is kept of them.
          </p>
          <TakeLines workloads={workloads} onLines={take} />
          <label class="check">
            <input type="checkbox" checked={joins} onInput={(event) => setJoins(event.currentTarget.checked)} />
            Join the lines of a stack trace, as in logs where that is asked for
          </label>
        </div>
        <p role="status" class={fault ? 'fault' : 'soft'}>
          {fault ?? (tried && `${hits} of ${showCount(tried.lines.length, 'line')} hit${tried.joined}`)}
        </p>
        <p class="soft trial-outcome">
          {!fault &&
            (tried ? floodOutcome(hits, flood) : 'What hits, and what is made of it, appears here as you type.')}
        </p>
        {tried && (
          <ol class="tried-lines">
            {tried.lines.map((line, at) => {
              const result = tried.results[at];
              // Lines have no identity but their place.
              return result && <TriedLine key={`${at} ${line}`} line={line} result={result} />;
            })}
          </ol>
        )}
      </div>
    </Card>
  );
}

function TriedLine({ line, result }: { readonly line: string; readonly result: RuleTrial }) {
  // Where a field is looked at, its value is what the pattern saw.
  const { before, match, after } = shownLine(result.field_value ?? line, result);
  const captured = capturedWords(result);
  return (
    <li data-hit={result.matched && !result.excluded}>
      <span class="tag">{trialWords(result)}</span>
      <code>
        {before}
        {match !== '' && <mark>{match}</mark>}
        {after}
      </code>
      {captured !== '' && <p class="soft">{captured}</p>}
    </li>
  );
}
