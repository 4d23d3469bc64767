import { useState } from 'preact/hooks';
import type { Session } from '../../api/shapes.ts';
import { showUserAgent } from '../../format/user-agent.ts';
import type { PagedList } from '../../live/paged-list.ts';
import { usePagedList } from '../../live/use-paged-list.ts';
import { Card } from '../../parts/card.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { type Column, DataTable } from '../../parts/list/data-table.tsx';
import { Message } from '../../parts/message.tsx';
import { Moment } from '../../parts/moment.tsx';
import { useServices } from '../../services.ts';

/** Where this person is logged in, and how to end that. */
export function SessionList() {
  const { api } = useServices();
  const list = usePagedList<Session>((_cursor, signal) => api.sessions(signal));
  const [ending, setEnding] = useState<Session | undefined>();
  const { items, fault } = list.state.value;
  return (
    <Card title="Where you are logged in">
      {fault && <Message kind="bad">{fault.message}</Message>}
      {items && (
        <DataTable
          caption="Sessions"
          columns={[...COLUMNS, endColumn(setEnding)]}
          rows={items}
          keyOf={({ id }) => id}
        />
      )}
      {ending && <EndSession session={ending} list={list} onClose={() => setEnding(undefined)} />}
    </Card>
  );
}

const COLUMNS: readonly Column<Session>[] = [
  { name: 'Browser', cell: (session) => <Browser session={session} /> },
  { name: 'Address', cell: ({ address }) => <code>{address}</code> },
  { name: 'Last seen', cell: ({ last_seen_at: at }) => <Moment at={at} /> },
  { name: 'Since', cell: ({ created_at: at }) => <Moment at={at} /> },
];

function endColumn(end: (session: Session) => void): Column<Session> {
  return {
    name: 'Actions',
    unnamed: true,
    class: 'row-actions',
    cell: (session) =>
      !session.current && (
        <button
          type="button"
          class="quiet danger"
          aria-label={`Log out ${showUserAgent(session.user_agent)} at ${session.address}`}
          onClick={() => end(session)}
        >
          Log out
        </button>
      ),
  };
}

function Browser({ session }: { readonly session: Session }) {
  return (
    <>
      <span title={session.user_agent}>{showUserAgent(session.user_agent)}</span>{' '}
      {session.current && <span class="tag">this one</span>}
    </>
  );
}

interface EndSessionProps {
  readonly session: Session;
  readonly list: PagedList<Session>;
  readonly onClose: () => void;
}

function EndSession({ session, list, onClose }: EndSessionProps) {
  const { api, notices } = useServices();
  const name = showUserAgent(session.user_agent);
  const end = async (): Promise<void> => {
    await api.endSession(session.id);
    notices.say(`${name} is logged out.`);
    onClose();
    await list.reload();
  };
  return (
    <ConfirmDialog title={`Log out ${name}?`} deed="Log out" onConfirm={end} onClose={onClose}>
      <p>The browser at {session.address} has to log in again before it can see anything.</p>
    </ConfirmDialog>
  );
}
