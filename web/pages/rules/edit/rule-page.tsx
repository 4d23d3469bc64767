// One rule: what it looks for, what it makes of it, and sample lines that show both while one types.
import { useRef, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso/router';
import type { BacktestQuestion, Rule } from '../../../api/shapes.ts';
import { useOnce } from '../../../live/use-once.ts';
import { Card } from '../../../parts/card.tsx';
import { Form, type FormValues, valuesOf } from '../../../parts/form/form.tsx';
import { Message } from '../../../parts/message.tsx';
import { Page } from '../../../parts/page.tsx';
import { useServices } from '../../../services.ts';
import { useMe } from '../../me.ts';
import { useWorkloadNames } from '../../use-names.ts';
import { BacktestCard } from '../backtest/backtest-card.tsx';
import { originWords } from '../rule-words.ts';
import { bodyOf, triedRuleOf } from './rule-body.ts';
import { RuleFields } from './rule-fields.tsx';
import { TrialPanel } from './trial-panel.tsx';

const NEW = 'new';

export function RulePage() {
  const id = useRoute().params.id ?? NEW;
  // Another rule is another page.
  return <OneRule key={id} id={id} />;
}

function OneRule({ id }: { readonly id: string }) {
  const { api } = useServices();
  const { value: stored, fault } = useOnce(id === NEW ? undefined : (signal) => api.rule(id, signal));
  const title = id === NEW ? 'New rule' : (stored?.name ?? 'Rule');
  if (fault)
    return (
      <Page title={title}>
        <Message kind="bad">{fault.message}</Message>
      </Page>
    );
  if (id !== NEW && stored === undefined) return <Page title={title} />;
  return (
    <Page title={title} lead="What to look for, and what to make of it.">
      <Editor stored={stored} />
    </Page>
  );
}

function Editor({ stored }: { readonly stored: Rule | undefined }) {
  const { api, notices } = useServices();
  const { isAdmin } = useMe();
  const workloads = useWorkloadNames();
  const { route, query } = useLocation();
  // A line of a log may have led here, with a pattern for others like it.
  const [pattern, setPattern] = useState(stored?.pattern ?? query.pattern ?? '');
  const [exclude, setExclude] = useState(stored?.exclude_pattern ?? '');
  const why = whyNot(isAdmin, stored);
  const place = useRef<HTMLDivElement>(null);
  /** What cannot be changed is tried as it is. */
  const ruleNow = (): BacktestQuestion['rules'][number] => {
    const form = place.current?.querySelector('form');
    if (form) return triedRuleOf(valuesOf(form));
    return stored ? { rule_id: stored.id } : { pattern, exclude_pattern: exclude || null };
  };
  const save = async (values: FormValues): Promise<void> => {
    const body = bodyOf(values);
    const saved = stored ? await api.changeRule(stored.id, body) : await api.addRule(body);
    notices.sayOnNextPage(`“${saved.name}” was saved.`);
    route('/rules');
  };
  const fields = (
    <RuleFields {...{ stored, workloads, pattern, exclude }} onPattern={setPattern} onExclude={setExclude} />
  );
  return (
    <>
      <div class="columns" ref={place}>
        <Card title="Rule">
          <div class="card-body">
            {why === undefined ? (
              <Form action="Save" onSubmit={save} onCancel={() => route('/rules')}>
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
        <TrialPanel pattern={pattern} exclude={exclude} first={query.sample ?? ''} workloads={workloads} />
      </div>
      <BacktestCard ruleNow={ruleNow} stored={stored} workloads={workloads} />
    </>
  );
}

function whyNot(isAdmin: boolean, stored: Rule | undefined): string | undefined {
  const origin = stored && originWords(stored);
  if (origin !== undefined) return `This rule stands in the ${origin}, and is changed there.`;
  return isAdmin ? undefined : 'Only an administrator can change rules. You can try patterns all the same.';
}
