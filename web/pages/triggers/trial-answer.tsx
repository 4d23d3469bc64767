// Shows what became of the test of a trigger.
import type { TriggerTrial } from '../../api/shapes.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Message } from '../../parts/message.tsx';
import { useMe } from '../me.ts';

/** What became of a test: nothing yet, under way, the receiver's answer, or why it was not sent. */
export type TrialOutcome = 'none' | 'sending' | TriggerTrial | { readonly refused: string };

export function TrialAnswer({ outcome }: { readonly outcome: TrialOutcome }) {
  const { isDemo } = useMe();
  if (outcome === 'none') return null;
  if (outcome === 'sending')
    return (
      <p class="soft" role="status">
        Sending…
      </p>
    );
  if ('refused' in outcome) return <Message kind="bad">{outcome.refused}</Message>;
  const { message, duration_ms: duration, response_excerpt: excerpt, has_link: hasLink } = outcome;
  const isDelivered = outcome.outcome === 'delivered';
  return (
    <div class="trial-answer">
      <Message kind={isDelivered ? 'good' : 'bad'}>
        {message} <span class="soft">{Math.round(duration)} ms</span>
      </Message>
      {excerpt && <pre class="excerpt">{excerpt}</pre>}
      {isDelivered && !hasLink && !isDemo && <NoLink />}
    </div>
  );
}

/** Whoever gets the message wants to see what it is about; where the server is reached, this page knows. */
function NoLink() {
  const setting = `TOCSIN_PUBLIC_URL=${location.origin}`;
  return (
    <p class="hint">
      Messages have no link to their event yet. They have one when Tocsin is started with{' '}
      <code class="break">{setting}</code> <CopyButton noun="setting" text={setting} />
    </p>
  );
}
