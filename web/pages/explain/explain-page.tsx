// Any line, of any workload: what would become of it now, rule by rule.
import { useState } from 'preact/hooks';
import { Card } from '../../parts/card.tsx';
import { FieldFrame } from '../../parts/form/field.tsx';
import { Form, type FormValues } from '../../parts/form/form.tsx';
import { SelectField } from '../../parts/form/select-field.tsx';
import { Empty } from '../../parts/list/empty.tsx';
import { Message } from '../../parts/message.tsx';
import { Page } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { useKnownWorkloads } from '../use-names.ts';
import { LeftOutItem } from '../workloads/one/effective-rule-items.tsx';
import { type Explained, loadExplained } from './load-explained.ts';
import { StepItem } from './step-item.tsx';

const STREAMS = [
  { value: 'stdout', label: 'Standard output' },
  { value: 'stderr', label: 'Standard error' },
];

export function ExplainPage() {
  const { api } = useServices();
  const workloads = useKnownWorkloads();
  const [answer, setAnswer] = useState<Explained | undefined>();
  const ask = async (values: FormValues): Promise<void> => {
    setAnswer(undefined);
    const stream = values.stream === 'stderr' ? 'stderr' : 'stdout';
    const question = { line: values.line ?? '', workload_id: values.workload_id ?? '', stream } as const;
    setAnswer(await loadExplained(api, question));
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
              <FieldFrame name="line" label="Line" hint="Several are taken for lines that were joined to one.">
                {(wiring) => (
                  <textarea {...wiring} class="mono" rows={3} required autocomplete="off" spellcheck={false} />
                )}
              </FieldFrame>
              <FieldFrame
                name="workload_id"
                label="Workload"
                hint="Flood control is asked as it stands in its newest container or file."
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

function Steps({ answer: { line, lines, hasObject, steps, leftOut } }: { readonly answer: Explained }) {
  const events = steps.filter(({ step: { outcome } }) => outcome === 'admitted').length;
  const said =
    events === 0
      ? 'It would raise no event.'
      : events === 1
        ? 'It would raise one event.'
        : `It would raise ${events} events.`;
  return (
    <Card title={said}>
      {lines !== null && lines > 1 && (
        <Message kind="warn">
          In the log of this workload these are {lines} lines, and each is judged by itself: it joins them otherwise, or
          not at all. What stands here holds for them as one.
        </Message>
      )}
      {hasObject === false && steps.some(({ rule }) => rule != null && rule.field !== null) && (
        <Message kind="warn">
          The lines of this workload are the messages of objects of JSON, and only the message was given: rules with a
          field saw nothing else. Give the line as it stands in its file; an event does not keep it.
        </Message>
      )}
      {steps.length === 0 && <NoRules />}
      <ul class="rule-list">
        {steps.map((explained) => (
          <StepItem key={explained.step.rule_id} explained={explained} line={line} />
        ))}
        {leftOut.map((rule) => (
          <LeftOutItem key={rule.id} rule={rule} onSwitchOn={undefined} />
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
