import { useState } from 'preact/hooks';
import { asApiError } from '../../../api/api-error.ts';
import type { EventDetail, NewMute } from '../../../api/shapes.ts';
import { browserClock } from '../../../live/browser-clock.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { Message } from '../../../parts/message.tsx';
import { useServices } from '../../../services.ts';
import { useMe } from '../../me.ts';
import { textIn } from '../event-facts.ts';
import { MUTE_SPANS, type MuteSpan } from './mute-spans.ts';

/** Silence for what one has understood: this rule in this workload, for a while. */
export function MuteMenu({ event }: { readonly event: EventDetail }) {
  const { isAdmin } = useMe();
  const [isOpen, setOpen] = useState(false);
  if (!isAdmin || event.rule_id === null) return null;
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Mute…
      </button>
      {isOpen && <MuteDialog event={event} onClose={() => setOpen(false)} />}
    </>
  );
}

function MuteDialog({ event, onClose }: { readonly event: EventDetail; readonly onClose: () => void }) {
  const { api, notices } = useServices();
  const [fault, setFault] = useState<string | undefined>();
  const rule = textIn(event.metadata, 'rule_name') ?? 'this rule';
  const workload = textIn(event.metadata, 'workload_name');
  const mute = async (span: MuteSpan): Promise<void> => {
    const until = span.until(new Date(browserClock.now())).toISOString();
    const body: NewMute = { rule_id: event.rule_id, workload_id: event.workload_id, until };
    try {
      await api.mute(body);
      notices.say(`“${rule}” is muted ${span.words}.`);
      onClose();
    } catch (error) {
      setFault(asApiError(error).message);
    }
  };
  return (
    <Dialog title={`Mute “${rule}”`} onClose={onClose}>
      <p>
        Lines {workload === undefined ? '' : `of ${workload} `}that match are counted, and raise no event. Nothing else
        changes.
      </p>
      {fault && <Message kind="bad">{fault}</Message>}
      <div class="mute-spans">
        {MUTE_SPANS.map((span) => (
          <button key={span.words} type="button" onClick={() => void mute(span)}>
            {span.label}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
