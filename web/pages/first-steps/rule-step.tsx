import { useEffect, useState } from 'preact/hooks';
import { ApiError, asApiError } from '../../api/api-error.ts';
import type { Backtest, NewRule, StarterRule } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';
import { showCount } from '../../format/count.ts';
import { useOnce } from '../../live/use-once.ts';
import { Card } from '../../parts/card.tsx';
import { SeverityMark } from '../../parts/marks/severity-mark.tsx';
import { Message } from '../../parts/message.tsx';
import { useServices } from '../../services.ts';
import { BacktestResult } from '../rules/backtest/backtest-result.tsx';
import { useBacktest } from '../rules/backtest/use-backtest.ts';
import { wouldHaveRaised } from './starter-words.ts';

const HOURS = 24;

/** Rules to begin with, tried at once on the last day of every container, so that one sees what they would have told. */
export function RuleStep({ onNext }: { readonly onNext: () => void }) {
  const { api } = useServices();
  const { value, fault } = useOnce((signal) => api.starterRules(signal));
  if (fault) return <Message kind="bad">{fault.message}</Message>;
  return value ? <Offer pack={value.items} onNext={onNext} /> : null;
}

function Offer({ pack, onNext }: { readonly pack: readonly StarterRule[]; readonly onNext: () => void }) {
  const { api, notices } = useServices();
  const { state, run } = useBacktest();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(pack.map(({ name }) => name)));
  const [fault, setFault] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  useEffect(() => run({ rules: pack.map(bodyOf), hours: HOURS }), []);
  const enable = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      const wanted = pack.filter(({ name }) => chosen.has(name));
      for (const rule of wanted) await addOnce(api, bodyOf(rule));
      notices.sayOnNextPage(`${showCount(wanted.length, 'rule is', 'rules are')} in force.`);
      onNext();
    } catch (error) {
      setFault(asApiError(error).message);
    } finally {
      setBusy(false);
    }
  };
  const result = state.is === 'done' ? state.result : undefined;
  return (
    <div class="stack">
      <Card title="Rules to begin with" aside={<Outcome state={state} chosen={chosen.size} />}>
        <ul class="starters">
          {pack.map((rule, at) => (
            <StarterItem
              key={rule.name}
              rule={rule}
              found={result?.rules[at]}
              checked={chosen.has(rule.name)}
              onCheck={(on) =>
                setChosen(new Set([...chosen].filter((name) => name !== rule.name).concat(on ? rule.name : [])))
              }
            />
          ))}
        </ul>
        <div class="card-body">
          {fault !== undefined && <Message kind="bad">{fault}</Message>}
          <p>
            <button
              type="button"
              class="primary"
              aria-disabled={busy || chosen.size === 0}
              onClick={() => chosen.size > 0 && void enable()}
            >
              Put {showCount(chosen.size, 'rule')} in force
            </button>{' '}
            <a href="/first-steps?step=trigger">Without these</a>
          </p>
        </div>
      </Card>
      {result && (
        <Card title="Here they are">
          <BacktestResult result={result} severity="error" />
        </Card>
      )}
    </div>
  );
}

interface OutcomeProps {
  readonly state: ReturnType<typeof useBacktest>['state'];
  readonly chosen: number;
}

function Outcome({ state }: OutcomeProps) {
  switch (state.is) {
    case 'running':
      return (
        <span class="soft" role="status">
          Reading the last {HOURS} hours: {Math.round((state.progress?.share ?? 0) * 100)} %
        </span>
      );
    case 'done':
      return <strong role="status">{wouldHaveRaised(state.result.rules.length, state.result.events, HOURS)}</strong>;
    case 'failed':
      return <span class="soft">{state.message}</span>;
    case 'idle':
    case 'cancelled':
      return null;
  }
}

interface StarterItemProps {
  readonly rule: StarterRule;
  readonly found: Backtest['rules'][number] | undefined;
  readonly checked: boolean;
  readonly onCheck: (on: boolean) => void;
}

function StarterItem({ rule, found, checked, onCheck }: StarterItemProps) {
  return (
    <li>
      <label>
        <input type="checkbox" checked={checked} onChange={(event) => onCheck(event.currentTarget.checked)} />
        <span>
          <strong>{rule.name}</strong> <SeverityMark severity={rule.severity} />
          <small class="hint">{rule.about}</small>
        </span>
      </label>
      <span class="starter-found">{found && found.events > 0 && showCount(found.events, 'event')}</span>
    </li>
  );
}

const bodyOf = ({ about: _, ...rule }: StarterRule): NewRule => rule;

/** Somebody who comes back has it already. */
async function addOnce(api: Api, rule: NewRule): Promise<void> {
  try {
    await api.addRule(rule);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'conflict') throw error;
  }
}
