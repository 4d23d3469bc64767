import { useState } from 'preact/hooks';
import { useServices } from '../../services.ts';
import { useMe } from '../me.ts';
import { DemoButton } from './demo-button.tsx';
import type { Troubles } from './overview.ts';
import { stepLeft } from './step-left.ts';

const WORDS = {
  rules: {
    said: 'There is no rule yet. Some to begin with can be tried on what was logged in the last 24 hours.',
    action: 'First steps',
    href: '/first-steps',
  },
  trigger: {
    said: 'There are rules, and no trigger yet: one step is left, where their events go.',
    action: 'Go on',
    href: '/first-steps?step=trigger',
  },
} as const;

/** For whoever has no rule yet, or no trigger, and has not left the first steps out. */
export function BeginHere({ troubles }: { readonly troubles: Troubles }) {
  // It neither comes nor goes by itself: nothing may move.
  const [step] = useState(() => stepLeft(troubles));
  const { preferences } = useServices();
  const { isAdmin } = useMe();
  if (!isAdmin || step === undefined || preferences.firstStepsDone.value) return null;
  const { said, action, href } = WORDS[step];
  return (
    <section class="receipt begin-here" aria-label="First steps">
      <p>{said}</p>
      {step === 'rules' && <DemoButton />}
      <a class="button primary" href={href}>
        {action}
      </a>
    </section>
  );
}
