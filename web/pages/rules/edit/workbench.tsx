import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import type { BacktestQuestion, NewRule, Rule } from '../../../api/shapes.ts';
import type { Api } from '../../../api/tocsin-api.ts';
import { Card } from '../../../parts/card.tsx';
import { Form, type FormValues, valuesOf } from '../../../parts/form/form.tsx';
import { Message } from '../../../parts/message.tsx';
import { useServices } from '../../../services.ts';
import { useMe } from '../../me.ts';
import { createOwnChange } from '../../own-change.ts';
import { useWayOn } from '../../use-way-on.ts';
import { BacktestCard } from '../backtest/backtest-card.tsx';
import type { WantedFlood } from '../flood-outcome.ts';
import { originWords } from '../rule-words.ts';
import { bodyOf, triedRuleOf } from './rule-body.ts';
import { RuleFields } from './rule-fields.tsx';
import type { RuleScene } from './rule-scene.ts';
import { TrialPanel } from './trial/trial-panel.tsx';

export interface WorkbenchProps {
  readonly scene: RuleScene;
  /** Where it goes on when the rule is saved or left. */
  readonly back: string;
}

/** The form of a rule, and all that it can be tried on. */
export function Workbench({ scene, back }: WorkbenchProps) {
  const { stored, start, place, workloads } = scene;
  const { api } = useServices();
  const wayOn = useWayOn();
  const { isAdmin } = useMe();
  const { route, query } = useLocation();
  const [pattern, setPattern] = useState(start?.pattern ?? '');
  const [exclude, setExclude] = useState(start?.exclude_pattern ?? '');
  const [field, setField] = useState(start?.field ?? '');
  const [flood, setFlood] = useState<WantedFlood>(start ?? {});
  const own = place?.workload.id ?? stored?.workload_id ?? undefined;
  const why = whyNot(isAdmin, stored);
  const bench = useRef<HTMLDivElement>(null);
  /** What cannot be changed is tried as it is. */
  const ruleNow = (): BacktestQuestion['rules'][number] => {
    const form = bench.current?.querySelector('form');
    if (form) return triedRuleOf(valuesOf(form));
    return stored ? { rule_id: stored.id } : { pattern, exclude_pattern: exclude || null, field: field || null };
  };
  const heed = (): void => {
    const now = ruleNow();
    if ('pattern' in now) setFlood(now);
  };
  const bodyNow = (values: FormValues) =>
    bodyOf(values, place && { workloadId: place.workload.id, ruleId: place.rule.id });
  const [change] = useState(() => stored && ownChange(api, stored));
  const opened = useRef<NewRule | undefined>(undefined);
  useEffect(() => {
    const form = bench.current?.querySelector('form');
    if (form) opened.current = bodyNow(valuesOf(form));
  }, []);
  const save = async (values: FormValues): Promise<void> => {
    const body = bodyNow(values);
    const saved = change ? await change(opened.current ?? body, body) : await api.addRule(body);
    wayOn(`“${saved.name}” was saved.`, () => route(back));
  };
  const fields = (
    <RuleFields
      {...{ start, pattern, exclude, field }}
      workloads={place ? undefined : workloads}
      onPattern={setPattern}
      onExclude={setExclude}
      onField={setField}
    />
  );
  return (
    <>
      <div class="columns" ref={bench} onInput={heed}>
        <Card title={place ? 'Override' : 'Rule'}>
          <div class="card-body">
            {why === undefined ? (
              <Form action="Save" onSubmit={save} onCancel={() => route(back)}>
                {fields}
              </Form>
            ) : (
              <>
                <Message kind="warn">{why}</Message>
                <fieldset disabled>{fields}</fieldset>
              </>
            )}
          </div>
        </Card>
        <TrialPanel {...{ pattern, exclude, field, flood, workloads }} workload={own} first={query.sample ?? ''} />
      </div>
      <BacktestCard ruleNow={ruleNow} stored={stored} workload={own} workloads={workloads} />
    </>
  );
}

const ownChange = (api: Api, stored: Rule) =>
  createOwnChange<Rule, NewRule>({
    stored,
    read: () => api.rule(stored.id),
    change: (own) => api.changeRule(stored.id, own),
  });

function whyNot(isAdmin: boolean, stored: Rule | undefined): string | undefined {
  const origin = stored && originWords(stored);
  if (origin !== undefined) return `This rule stands in the ${origin}, and is changed there.`;
  return isAdmin ? undefined : 'Only an administrator can change rules. You can try patterns all the same.';
}
