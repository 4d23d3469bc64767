// Any line, of any workload: what would become of it now, rule by rule.
import { useState } from 'preact/hooks';
import type { Explanation } from '../../api/shapes.ts';
import { Card } from '../../parts/card.tsx';
import { FieldFrame } from '../../parts/form/field.tsx';
import { Form, type FormValues } from '../../parts/form/form.tsx';
import { SelectField } from '../../parts/form/select-field.tsx';
import { Empty } from '../../parts/list/empty.tsx';
import { SeverityMark } from '../../parts/marks/severity-mark.tsx';
import { StatusMark } from '../../parts/marks/status-mark.tsx';
import { Page } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { useKnownWorkloads } from '../use-names.ts';
import { inOrder, type Step, stepWords, triggerLines } from './step-words.ts';

const STREAMS = [
  { value: 'stdout', label: 'Standard output' },
  { value: 'stderr', label: 'Standard error' },
];

export function ExplainPage() {
  const { api } = useServices();
  const workloads = useKnownWorkloads();
  const [answer, setAnswer] = useState<Explanation | undefined>();
  const ask = async (values: FormValues): Promise<void> => {
    setAnswer(undefined);
    const stream = values.stream === 'stderr' ? 'stderr' : 'stdout';
    setAnswer(await api.explain({ line: values.line ?? '', workload_id: values.workload_id ?? '', stream }));
  };
  const lead = 'What would become of a line now. Nothing is remembered of it.';
  if (workloads?.length === 0)
    return (
      <Page title="Explain" lead={lead}>
        <NoWorkloads />
      </Page>
    );
  return (
    <Page title="Explain" lead={lead}>
      <div class="columns">
        <Card title="What is written where">
          <div class="card-body">
            <Form action="Explain" onSubmit={ask} isAsking>
              <FieldFrame name="line" label="Line">
                {(wiring) => (
                  <textarea {...wiring} class="mono" rows={3} required autocomplete="off" spellcheck={false} />
                )}
              </FieldFrame>
              <FieldFrame
                name="workload_id"
                label="Workload"
                hint="Flood control is asked as it stands in its newest container."
              >
                {(wiring) => (
                  <select {...wiring} required>
                    {workloads?.map(([id, name]) => (
                      <option key={id} value={id}>
                        {name}
                      </option>
                    ))}
                  </select>
                )}
              </FieldFrame>
              <SelectField name="stream" label="Stream" options={STREAMS} chosen="stdout" />
            </Form>
          </div>
        </Card>
        {answer && <Steps answer={answer} />}
      </div>
    </Page>
  );
}

function NoWorkloads() {
  return (
    <section class="card" aria-label="Explain">
      <Empty title="No workload was found yet">
        <p>
          A line is explained as one of a workload, whose rules are asked.{' '}
          <a href="/first-steps?step=engine">How Tocsin gets to see one</a>
        </p>
      </Empty>
    </section>
  );
}

function Steps({ answer }: { readonly answer: Explanation }) {
  const steps = inOrder(answer.steps);
  const events = steps.filter(({ outcome }) => outcome === 'admitted').length;
  const said =
    events === 0
      ? 'It would raise no event.'
      : events === 1
        ? 'It would raise one event.'
        : `It would raise ${events} events.`;
  return (
    <Card title={said}>
      {steps.length === 0 && <NoRules />}
      <ul class="rule-list">
        {steps.map((step) => (
          <OneStep key={step.rule_id} step={step} />
        ))}
      </ul>
    </Card>
  );
}

function NoRules() {
  return (
    <Empty title="No rule is in force there">
      <p>
        <a href="/rules">Look at the rules</a>
      </p>
    </Empty>
  );
}

function OneStep({ step }: { readonly step: Step }) {
  const { status, words, why } = stepWords(step);
  const { suppressed } = step;
  return (
    <li>
      <div>
        <p>
          <a href={`/rules/${step.rule_id}`}>{step.rule_name}</a> <SeverityMark severity={step.severity} />
        </p>
        <p class="soft">
          {why}
          {suppressed !== null && suppressed > 0 && ` ${suppressed} hits were held back before it.`}
        </p>
        {triggerLines(step).map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
      <StatusMark status={status} words={words} />
    </li>
  );
}
