import { useState } from 'preact/hooks';
import { asApiError } from '../../../api/api-error.ts';
import type { TriggerTrial, UnsavedTrigger } from '../../../api/shapes.ts';
import { type FormValues, valuesOf } from '../../../parts/form/form.tsx';
import { useServices } from '../../../services.ts';
import { TrialAnswer, type TrialOutcome } from '../trial-answer.tsx';

export interface TestButtonProps {
  /** What the form holds now, as a trigger that is not saved. */
  readonly body: (values: FormValues) => UnsavedTrigger;
}

/** Sends the very message of an event, marked as a test, by what is typed in the form around; shows what the receiver said. */
export function TestButton({ body }: TestButtonProps) {
  const { api } = useServices();
  const [outcome, setOutcome] = useState<TrialOutcome>('none');
  const send = async (form: HTMLFormElement | null): Promise<void> => {
    if (!form || outcome === 'sending') return;
    setOutcome('sending');
    const { name, ...rest } = body(valuesOf(form));
    setOutcome(await answerOf(api.tryTrigger(name ? { name, ...rest } : rest)));
  };
  return (
    <div class="trial">
      <button
        type="button"
        aria-disabled={outcome === 'sending'}
        onClick={(event) => void send(event.currentTarget.form)}
      >
        Send a test
      </button>
      <TrialAnswer outcome={outcome} />
    </div>
  );
}

/** A refusal is an answer, too: it says what is wrong with the configuration. */
export async function answerOf(trial: Promise<TriggerTrial>): Promise<TrialOutcome> {
  try {
    return await trial;
  } catch (error) {
    const { message, details } = asApiError(error);
    // One that stands alone is in the message already, behind the name of a field that the form has not.
    const others = details.map(({ message: detail }) => detail).filter((detail) => !message.includes(detail));
    return { refused: [message.replace(/^config: /, ''), ...others].join(' ') };
  }
}
