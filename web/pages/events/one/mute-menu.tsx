import { useState } from 'preact/hooks';
import { asApiError } from '../../../api/api-error.ts';
import type { EventDetail, Mute, NewMute } from '../../../api/shapes.ts';
import { browserClock } from '../../../live/browser-clock.ts';
import { Dialog } from '../../../parts/dialog.tsx';
import { Message } from '../../../parts/message.tsx';
import { useServices } from '../../../services.ts';
import { useMe } from '../../me.ts';
import { MuteLines } from '../../mutes/mute-lines.tsx';
import { useDeeds } from '../../use-deeds.ts';
import type { Names } from '../../use-names.ts';
import { textIn } from '../event-facts.ts';
import { MUTE_SPANS, type MuteSpan } from './mute-spans.ts';

export interface MuteMenuProps {
  readonly event: EventDetail;
  /** Those that hold for more like it. */
  readonly mutes: readonly Mute[];
  readonly onChanged: () => void;
}

/** Silence for what one has understood: this rule in this workload, for a while. */
export function MuteMenu({ event, mutes, onChanged }: MuteMenuProps) {
  const { api } = useServices();
  const { isAdmin } = useMe();
  const [isOpen, setOpen] = useState(false);
  const { perform, fault } = useDeeds(onChanged);
  const end = ({ id }: Mute): Promise<void> => perform(() => api.endMute(id), 'The mute has ended.');
  if (mutes.length > 0)
    return (
      <>
        {fault && <Message kind="bad">{fault}</Message>}
        <MuteLines
          mutes={mutes}
          rule={textIn(event.metadata, 'rule_name')}
          workloads={namesIn(event)}
          onEnd={isAdmin ? end : undefined}
        />
      </>
    );
  if (!isAdmin || event.rule_id === null) return null;
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Mute…
      </button>
      {isOpen && <MuteDialog event={event} onMuted={onChanged} onClose={() => setOpen(false)} />}
    </>
  );
}

/** What the event's own workload was called. */
function namesIn({ workload_id: id, metadata }: EventDetail): Names {
  const name = textIn(metadata, 'workload_name');
  return id === null || name === undefined ? [] : [[id, name]];
}

interface MuteDialogProps {
  readonly event: EventDetail;
  readonly onMuted: () => void;
  readonly onClose: () => void;
}

function MuteDialog({ event, onMuted, onClose }: MuteDialogProps) {
  const { api, notices } = useServices();
  const [fault, setFault] = useState<string | undefined>();
  const [isBusy, setBusy] = useState(false);
  const rule = textIn(event.metadata, 'rule_name') ?? 'this rule';
  const workload = textIn(event.metadata, 'workload_name');
  const mute = async (span: MuteSpan): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    const until = span.until(new Date(browserClock.now())).toISOString();
    const body: NewMute = { rule_id: event.rule_id, workload_id: event.workload_id, until };
    try {
      await api.mute(body);
      notices.say(`“${rule}” is muted ${span.words}.`);
      onClose();
      onMuted();
    } catch (error) {
      setFault(asApiError(error).message);
      setBusy(false);
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
          <button key={span.words} type="button" aria-disabled={isBusy} onClick={() => void mute(span)}>
            {span.label}
          </button>
        ))}
      </div>
    </Dialog>
  );
}
