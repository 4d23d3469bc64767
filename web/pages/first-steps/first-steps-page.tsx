// The way of a newcomer: what is watched, which rules, where to. It can be left at every step and gone on with later; the step stands in the address.
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso/router';
import { Message } from '../../parts/message.tsx';
import { Page } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { useMe } from '../me.ts';
import { EngineStep } from './engine-step.tsx';
import { RuleStep } from './rule-step.tsx';
import { TriggerStep } from './trigger-step.tsx';

const STEPS = [
  ['engine', 'What is watched'],
  ['rules', 'What matters'],
  ['trigger', 'Where it goes'],
] as const;
type StepName = (typeof STEPS)[number][0];

export function FirstStepsPage() {
  const { isAdmin } = useMe();
  const { query, route } = useLocation();
  const { preferences } = useServices();
  const at = STEPS.find(([name]) => name === query.step)?.[0] ?? 'engine';
  const go = (step: StepName): void => route(`/first-steps?step=${step}`);
  const finish = (): void => {
    preferences.finishFirstSteps();
    preferences.chooseStarterRules(undefined);
    route('/');
  };
  if (!isAdmin) {
    const why = 'Only an administrator can choose rules and triggers.';
    return <Page title="First steps">{<Message kind="warn">{why}</Message>}</Page>;
  }
  const shown: Readonly<Record<StepName, ComponentChildren>> = {
    engine: <EngineStep onNext={() => go('rules')} />,
    rules: <RuleStep onNext={() => go('trigger')} />,
    trigger: <TriggerStep onDone={finish} />,
  };
  return (
    <Page
      title="First steps"
      lead="Three steps, and Tocsin tells you of what matters. Leave whenever you like."
      actions={
        <button type="button" class="quiet" onClick={finish}>
          Skip these steps
        </button>
      }
    >
      <ol class="steps" aria-label="Steps">
        {STEPS.map(([name, label]) => (
          <li key={name}>
            <a href={`/first-steps?step=${name}`} aria-current={name === at ? 'step' : undefined}>
              {label}
            </a>
          </li>
        ))}
      </ol>
      {shown[at]}
    </Page>
  );
}
