import { useEffect, useState } from 'preact/hooks';
import type { Backtest, StarterRule } from '../../api/shapes.ts';
import { showCount } from '../../format/count.ts';
import { useOnce } from '../../live/use-once.ts';
import { Card } from '../../parts/card.tsx';
import { Message } from '../../parts/message.tsx';
import { Waiting } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { BacktestResult } from '../rules/backtest/backtest-result.tsx';
import { type BacktestState, useBacktest } from '../rules/backtest/use-backtest.ts';
import { ruleOf } from './chosen-rules.ts';
import { StarterItem } from './starter-item.tsx';
import { wouldHaveRaised } from './starter-words.ts';

type Found = Backtest['rules'][number];

const HOURS = 24;

/** Rules to begin with, tried at once on the last day of every container, so that one sees what they would have told. */
export function RuleStep({ onNext }: { readonly onNext: () => void }) {
  const { api } = useServices();
  const { value, fault, reload } = useOnce((signal) => api.starterRules(signal));
  if (value) return <Offer pack={value.items} onNext={onNext} />;
  if (fault === undefined) return <Waiting />;
  return (
    <div class="stack">
      <Message kind="bad">{fault.message}</Message>
      <p>
        <button type="button" class="primary" onClick={reload}>
          Try again
        </button>
      </p>
    </div>
  );
}

function Offer({ pack, onNext }: { readonly pack: readonly StarterRule[]; readonly onNext: () => void }) {
  const { state, run } = useBacktest();
  const { preferences } = useServices();
  // Whoever comes back finds what was chosen.
  const [leftOut, setLeftOut] = useState(() => notAmong(pack, preferences.starterRules.value));
  const tryAll = (): void => run({ rules: pack.map(ruleOf), hours: HOURS });
  useEffect(tryAll, []);
  const result = state.is === 'done' ? state.result : undefined;
  // The result tells of the rules in the order in which they were asked for.
  const offered = pack.map((rule, at) => ({
    rule,
    found: result?.rules[at],
    isChosen: !leftOut.includes(rule.name),
  }));
  const chosen = offered.filter(({ isChosen }) => isChosen);
  const choose = (name: string, isChosen: boolean): void =>
    setLeftOut(isChosen ? leftOut.filter((each) => each !== name) : [...leftOut, name]);
  const goOn = (names: readonly string[] | undefined): void => {
    preferences.chooseStarterRules(names);
    onNext();
  };
  return (
    <div class="stack">
      <Card
        title="Rules to begin with"
        aside={<Outcome state={state} found={chosen.flatMap(({ found }) => found ?? [])} onAgain={tryAll} />}
      >
        <ul class="starters">
          {offered.map(({ rule, found, isChosen }) => (
            <StarterItem
              key={rule.name}
              rule={rule}
              found={found}
              checked={isChosen}
              onCheck={(on) => choose(rule.name, on)}
            />
          ))}
        </ul>
        <GoOn
          count={chosen.length}
          onChosen={() => goOn(chosen.map(({ rule }) => rule.name))}
          onWithout={() => goOn(undefined)}
        />
      </Card>
      {result && (
        <Card title="Here they are">
          <BacktestResult result={result} severity="mixed" />
        </Card>
      )}
    </div>
  );
}

const notAmong = (pack: readonly StarterRule[], chosen: readonly string[] | undefined): readonly string[] =>
  chosen === undefined ? [] : pack.map(({ name }) => name).filter((name) => !chosen.includes(name));

interface OutcomeProps {
  readonly state: BacktestState;
  /** What the chosen ones would have raised; none until it is known. */
  readonly found: readonly Found[];
  readonly onAgain: () => void;
}

/** What those would have raised that are chosen now. */
function Outcome({ state, found, onAgain }: OutcomeProps) {
  switch (state.is) {
    case 'running':
      return (
        <span class="soft" role="status">
          Reading the last {HOURS} hours: {Math.round((state.progress?.share ?? 0) * 100)} %
        </span>
      );
    case 'done':
      return <strong role="status">{wouldHaveRaised(found, HOURS)}</strong>;
    case 'failed':
      return (
        <span class="soft" role="status">
          {state.message}{' '}
          <button type="button" onClick={onAgain}>
            Try again
          </button>
        </span>
      );
    case 'idle':
    case 'cancelled':
      return null;
  }
}

interface GoOnProps {
  readonly count: number;
  readonly onChosen: () => void;
  readonly onWithout: () => void;
}

function GoOn({ count, onChosen, onWithout }: GoOnProps) {
  return (
    <div class="card-body">
      <p class="hint">They come into force in the next step, together with your first trigger.</p>
      <p class="step-actions">
        <button type="button" class="primary" aria-disabled={count === 0} onClick={count === 0 ? undefined : onChosen}>
          Go on with {showCount(count, 'rule')}
        </button>
        <button type="button" class="quiet" onClick={onWithout}>
          Go on without rules
        </button>
      </p>
    </div>
  );
}
