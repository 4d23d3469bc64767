import { useEffect, useState } from 'preact/hooks';
import { asApiError } from '../../api/api-error.ts';
import type { Backtest, NewRule, StarterRule } from '../../api/shapes.ts';
import { showCount } from '../../format/count.ts';
import { useOnce } from '../../live/use-once.ts';
import { Card } from '../../parts/card.tsx';
import { Message } from '../../parts/message.tsx';
import { useServices } from '../../services.ts';
import { BacktestResult } from '../rules/backtest/backtest-result.tsx';
import { type BacktestState, useBacktest } from '../rules/backtest/use-backtest.ts';
import { createPutInForce } from './put-in-force.ts';
import { StarterItem } from './starter-item.tsx';
import { inForceWords, wouldHaveRaised } from './starter-words.ts';

type Found = Backtest['rules'][number];

const HOURS = 24;

/** Rules to begin with, tried at once on the last day of every container, so that one sees what they would have told. */
export function RuleStep({ onNext }: { readonly onNext: () => void }) {
  const { api } = useServices();
  const { value, fault } = useOnce((signal) => api.starterRules(signal));
  if (fault) return <Message kind="bad">{fault.message}</Message>;
  return value ? <Offer pack={value.items} onNext={onNext} /> : null;
}

function Offer({ pack, onNext }: { readonly pack: readonly StarterRule[]; readonly onNext: () => void }) {
  const { state, run } = useBacktest();
  const [leftOut, setLeftOut] = useState<readonly string[]>([]);
  useEffect(() => run({ rules: pack.map(bodyOf), hours: HOURS }), []);
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
  return (
    <div class="stack">
      <Card
        title="Rules to begin with"
        aside={<Outcome state={state} found={chosen.flatMap(({ found }) => found ?? [])} />}
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
        <EnableButton chosen={chosen.map(({ rule }) => rule)} onDone={onNext} />
      </Card>
      {result && (
        <Card title="Here they are">
          <BacktestResult result={result} severity="mixed" />
        </Card>
      )}
    </div>
  );
}

interface OutcomeProps {
  readonly state: BacktestState;
  /** What the chosen ones would have raised; none until it is known. */
  readonly found: readonly Found[];
}

/** What those would have raised that are chosen now. */
function Outcome({ state, found }: OutcomeProps) {
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
      return <span class="soft">{state.message}</span>;
    case 'idle':
    case 'cancelled':
      return null;
  }
}

interface EnableButtonProps {
  readonly chosen: readonly StarterRule[];
  readonly onDone: () => void;
}

function EnableButton({ chosen, onDone }: EnableButtonProps) {
  const { api, notices } = useServices();
  const [putInForce] = useState(() => createPutInForce(api));
  const [fault, setFault] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  const isIdle = busy || chosen.length === 0;
  const enable = async (): Promise<void> => {
    if (isIdle) return;
    setBusy(true);
    try {
      // The next step is on the same page.
      notices.say(inForceWords(await putInForce(chosen.map(bodyOf))));
      onDone();
    } catch (error) {
      setFault(asApiError(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="card-body">
      {fault !== undefined && <Message kind="bad">{fault}</Message>}
      <p class="step-actions">
        <button type="button" class="primary" aria-disabled={isIdle} onClick={() => void enable()}>
          Put {showCount(chosen.length, 'rule')} in force
        </button>
        <a href="/first-steps?step=trigger">Without these</a>
      </p>
    </div>
  );
}

const bodyOf = ({ about: _, ...rule }: StarterRule): NewRule => rule;
