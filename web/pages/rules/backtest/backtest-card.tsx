// A rule over the last hours of a workload's own log: what it would have told, before anybody is told.
import { useState } from 'preact/hooks';
import type { Severity } from '../../../../src/core/severity.ts';
import type { BacktestQuestion, Rule } from '../../../api/shapes.ts';
import { Card } from '../../../parts/card.tsx';
import { Message } from '../../../parts/message.tsx';
import { Pick } from '../../../parts/pick.tsx';
import type { Names } from '../../use-names.ts';
import { BacktestResult } from './backtest-result.tsx';
import { progressWords } from './backtest-words.ts';
import { type BacktestState, useBacktest } from './use-backtest.ts';

const HOURS = [
  ['1', 'the last hour'],
  ['6', 'the last 6 hours'],
  ['24', 'the last 24 hours'],
  ['72', 'the last 3 days'],
  ['168', 'the last 7 days'],
] as const;
const USUAL = '24';
/** Of a rule that says none. */
const USUAL_SEVERITY: Severity = 'warn';

export interface BacktestCardProps {
  /** The rule as it is typed now. */
  readonly ruleNow: () => BacktestQuestion['rules'][number];
  readonly stored: Rule | undefined;
  /** Where it is tried unless somebody says otherwise. */
  readonly workload: string | null | undefined;
  readonly workloads: Names;
}

export function BacktestCard({ ruleNow, stored, workload: usual, workloads }: BacktestCardProps) {
  const [workload, setWorkload] = useState<string | undefined>(usual ?? undefined);
  const [hours, setHours] = useState(USUAL);
  const [severity, setSeverity] = useState<Severity>(USUAL_SEVERITY);
  const { state, run, cancel } = useBacktest();
  const start = (event: Event): void => {
    event.preventDefault();
    const rule = ruleNow();
    setSeverity(rule.severity ?? stored?.severity ?? USUAL_SEVERITY);
    run({
      rules: [rule],
      workload_ids: workload === undefined ? null : [workload],
      hours: Number(hours),
    });
  };
  return (
    <Card title="Back-test">
      <form class="card-body backtest" aria-busy={state.is === 'running'} onSubmit={start}>
        <p class="soft">
          Reads what engines and files still have of the logs, and says what this rule would have made of them. Nobody
          is told, and nothing is remembered.
        </p>
        <div class="backtest-ask">
          <Pick label="Workload" all="All workloads" options={workloads} chosen={workload} onChange={setWorkload} />
          <Pick label="Time" options={HOURS} chosen={hours} onChange={(chosen = USUAL) => setHours(chosen)} />
          <button type="submit" class="primary">
            {state.is === 'running' ? 'Begin again' : 'Run'}
          </button>
          {state.is === 'running' && (
            <button type="button" onClick={cancel}>
              Cancel
            </button>
          )}
        </div>
        <Progress state={state} />
      </form>
      {state.is === 'done' && <BacktestResult result={state.result} severity={severity} />}
    </Card>
  );
}

/** It is there from the beginning, so that nothing moves when it says something. */
function Progress({ state }: { readonly state: BacktestState }) {
  if (state.is === 'failed') return <Message kind="bad">{state.message}</Message>;
  const progress = state.is === 'running' ? state.progress : undefined;
  return (
    <div class="backtest-progress" role="status">
      {state.is === 'running' && (
        <>
          <progress aria-label="Read so far" max={1} value={progress?.share ?? 0} />
          <span class="soft">{progress ? progressWords(progress) : 'Beginning'}</span>
        </>
      )}
      {state.is === 'cancelled' && <span class="soft">It was cancelled.</span>}
    </div>
  );
}
