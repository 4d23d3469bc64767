import { useState } from 'preact/hooks';
import { asApiError } from '../../../api/api-error.ts';
import type { PreviewQuestion, TriggerPreview } from '../../../api/shapes.ts';
import { type FormValues, valuesOf } from '../../../parts/form/form.tsx';
import { SeverityMark } from '../../../parts/marks/severity-mark.tsx';
import { Message } from '../../../parts/message.tsx';
import { Moment } from '../../../parts/moment.tsx';
import { useServices } from '../../../services.ts';
import { previewWords } from './preview-words.ts';

export interface PreviewButtonProps {
  /** What of the form says which events are taken. */
  readonly filter: (values: FormValues) => PreviewQuestion['filter'];
}

type Outcome = 'none' | 'asking' | { readonly refused: string } | TriggerPreview;

/** How many of the last day's events would have gone through the trigger as it is typed. */
export function PreviewButton({ filter }: PreviewButtonProps) {
  const { api } = useServices();
  const [outcome, setOutcome] = useState<Outcome>('none');
  const ask = async (form: HTMLFormElement | null): Promise<void> => {
    if (!form || outcome === 'asking') return;
    setOutcome('asking');
    setOutcome(
      await api
        .previewTrigger({ filter: filter(valuesOf(form)) })
        .catch((error: unknown) => ({ refused: asApiError(error).message })),
    );
  };
  return (
    <div class="trial">
      <button
        type="button"
        aria-disabled={outcome === 'asking'}
        onClick={(event) => void ask(event.currentTarget.form)}
      >
        Try it on the last 24 hours
      </button>
      <Answer outcome={outcome} />
    </div>
  );
}

function Answer({ outcome }: { readonly outcome: Outcome }) {
  if (outcome === 'none') return null;
  if (outcome === 'asking')
    return (
      <p class="soft" role="status">
        Looking through them
      </p>
    );
  if ('refused' in outcome) return <Message kind="bad">{outcome.refused}</Message>;
  return (
    <>
      <p role="status">{previewWords(outcome)}</p>
      {outcome.latest.length > 0 && (
        <ul class="preview-events" aria-label="The newest of them">
          {outcome.latest.map(({ id, severity, message, created_at: at }) => (
            <li key={id}>
              <SeverityMark severity={severity} /> <Moment at={at} />
              <a href={`/events/${id}`}>{message}</a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
