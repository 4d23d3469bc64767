import { useState } from 'preact/hooks';
import { asApiError } from '../../api/api-error.ts';
import type { Delivery } from '../../api/shapes.ts';
import { StatusMark } from '../../parts/marks/status-mark.tsx';
import { Message } from '../../parts/message.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useServices } from '../../services.ts';
import { useMe } from '../me.ts';
import { deliveryWords } from './delivery-words.ts';

export interface DeliveryItemProps {
  readonly delivery: Delivery;
  /** It was begun anew: what is shown is old. */
  readonly onChanged: () => void;
  /** Where the event is not what the page is about. */
  readonly namesEvent?: boolean;
}

/** One event's way through one trigger, with every attempt. */
export function DeliveryItem({ delivery, onChanged, namesEvent = false }: DeliveryItemProps) {
  const { trigger_name: name, attempts, due_at: due } = delivery;
  const { status, words } = deliveryWords(delivery);
  return (
    <li>
      <div class="delivery-head">
        <strong>{name ?? 'A trigger that was deleted'}</strong>
        {namesEvent && <a href={`/events/${delivery.event_id}`}>Event {delivery.event_id}</a>}
        <StatusMark status={status} words={words} />
        {delivery.state === 'dead' && name !== null && <RetryButton delivery={delivery} onChanged={onChanged} />}
      </div>
      {(attempts.length > 0 || due !== null) && (
        <ol class="attempts">
          {attempts.map((attempt) => (
            <li key={attempt.at}>
              <Moment at={attempt.at} /> <span class="soft">· {Math.round(attempt.duration_ms)} ms</span>
              <p>{attempt.message}</p>
            </li>
          ))}
          {due !== null && <NextAttempt at={due} />}
        </ol>
      )}
    </li>
  );
}

/** In the place of what will be told of it, so that nothing moves then. */
function NextAttempt({ at }: { readonly at: string }) {
  return (
    <li>
      <Moment at={at} />
      <p class="soft">Next attempt</p>
    </li>
  );
}

function RetryButton({ delivery, onChanged }: Pick<DeliveryItemProps, 'delivery' | 'onChanged'>) {
  const { api, notices } = useServices();
  const { isAdmin } = useMe();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | undefined>();
  if (!isAdmin) return null;
  const retry = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      await api.retryDelivery(delivery.id);
      notices.say('It is being tried again.');
      onChanged();
    } catch (error) {
      setFault(asApiError(error).message);
    }
    setBusy(false);
  };
  return (
    <>
      <button type="button" aria-disabled={busy} onClick={() => void retry()}>
        Try again
      </button>
      {fault && <Message kind="bad">{fault}</Message>}
    </>
  );
}
