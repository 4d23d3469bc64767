// Where events go, and whether they arrive.
import { useState } from 'preact/hooks';
import type { Trigger } from '../../api/shapes.ts';
import { useLiveValue } from '../../live/use-live-value.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Message } from '../../parts/message.tsx';
import { Page } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { useMe } from '../me.ts';
import { useDeeds } from '../use-deeds.ts';
import { loadTriggers } from './load-triggers.ts';
import { TriggerItem } from './trigger-item.tsx';

const EVERY_MS = 10_000;

export function TriggersPage() {
  const { api, notices } = useServices();
  const { isAdmin } = useMe();
  const { value, fault, reload } = useLiveValue({
    load: (signal) => loadTriggers(api, signal),
    everyMs: EVERY_MS,
  });
  const [deleting, setDeleting] = useState<Trigger | undefined>();
  const { perform, fault: failure } = useDeeds(reload);
  const failed = failure ?? fault?.message;
  const add = (
    <a class="button primary" href="/triggers/new">
      New trigger
    </a>
  );
  return (
    <Page title="Triggers" lead="Which events go where, and whether they arrive." actions={isAdmin && add}>
      {failed && <Message kind="bad">{failed}</Message>}
      {value?.items.length === 0 && <Nothing isAdmin={isAdmin} />}
      {value && (
        <div class="stack">
          {value.items.map((trigger) => (
            <TriggerItem
              key={trigger.id}
              trigger={trigger}
              health={value.healths.get(trigger.id)}
              isAdmin={isAdmin}
              onEnabled={(enabled) =>
                void perform(
                  () => api.changeTrigger(trigger.id, { enabled }),
                  `“${trigger.name}” is ${enabled ? 'in use' : 'disabled'}.`,
                )
              }
              onResume={() => void perform(() => api.resumeTrigger(trigger.id), `“${trigger.name}” is in use again.`)}
              onDelete={() => setDeleting(trigger)}
            />
          ))}
        </div>
      )}
      {deleting && (
        <ConfirmDialog
          title={`Delete “${deleting.name}”?`}
          deed="Delete trigger"
          onConfirm={async () => {
            await api.deleteTrigger(deleting.id);
            notices.say(`“${deleting.name}” was deleted.`);
            setDeleting(undefined);
            reload();
          }}
          onClose={() => setDeleting(undefined)}
        >
          <p>Nothing more is sent through it, and what still waits is not sent either.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

function Nothing({ isAdmin }: { readonly isAdmin: boolean }) {
  return (
    <div class="card empty">
      <p class="empty-title">Nobody is told of anything yet</p>
      <p>A trigger sends events to a chat, a mailbox or a webhook, the moment they happen.</p>
      {!isAdmin && <p>Only an administrator can make one.</p>}
    </div>
  );
}
