import type { TriggerTrial } from '../../api/shapes.ts';
import { Message } from '../../parts/message.tsx';

/** What became of a test: nothing yet, under way, the receiver's answer, or why it was not sent. */
export type TrialOutcome = 'none' | 'sending' | TriggerTrial | { readonly refused: string };

export function TrialAnswer({ outcome }: { readonly outcome: TrialOutcome }) {
  if (outcome === 'none') return null;
  if (outcome === 'sending')
    return (
      <p class="soft" role="status">
        Sending…
      </p>
    );
  if ('refused' in outcome) return <Message kind="bad">{outcome.refused}</Message>;
  const { message, status, duration_ms: duration, response_excerpt: excerpt } = outcome;
  return (
    <div class="trial-answer">
      <Message kind={outcome.outcome === 'delivered' ? 'good' : 'bad'}>
        {message}{' '}
        <span class="soft">{[status, `${Math.round(duration)} ms`].filter((part) => part !== null).join(', ')}</span>
      </Message>
      {excerpt && <pre class="excerpt">{excerpt}</pre>}
    </div>
  );
}
