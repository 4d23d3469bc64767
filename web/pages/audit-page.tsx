import type { AuditAction } from '../../src/core/account.ts';
import type { AuditEntry } from '../api/shapes.ts';
import { usePagedList } from '../live/use-paged-list.ts';
import type { Column } from '../parts/list/data-table.tsx';
import { ListView } from '../parts/list/list-view.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { useServices } from '../services.ts';

const DEEDS: Readonly<Record<AuditAction, string>> = {
  user_created: 'Added user',
  user_role_changed: 'Changed role of',
  user_password_changed: 'Changed password of',
  user_deleted: 'Deleted user',
  token_created: 'Created token',
  token_deleted: 'Deleted token',
  session_created: 'Logged in',
  session_revoked: 'Ended session of',
  login_failed: 'Failed to log in as',
  rule_created: 'Created rule',
  rule_changed: 'Changed rule',
  rule_deleted: 'Deleted rule',
  mute_created: 'Muted',
  mute_ended: 'Ended mute of',
  trigger_created: 'Created trigger',
  trigger_changed: 'Changed trigger',
  trigger_deleted: 'Deleted trigger',
  trigger_resumed: 'Resumed trigger',
  deliveries_retried: 'Retried deliveries of',
};

const ACTORS: Readonly<Record<AuditEntry['actor']['kind'], string>> = {
  user: '',
  token: 'token',
  cli: 'command line',
  setup: 'setup',
};

/** Who changed what, and when. */
export function AuditPage() {
  const { api } = useServices();
  const list = usePagedList(api.audit);
  return (
    <Page title="Audit" lead="Who changed what, when, and from where. Nobody can edit this.">
      <ListView
        list={list}
        noun="entries"
        columns={COLUMNS}
        keyOf={({ id }) => id}
        wordsOf={({ actor, action, subject, address, correlation_id: request }) => [
          actor.name,
          DEEDS[action],
          action,
          subject,
          address,
          request,
        ]}
        empty="Nothing has happened yet."
      />
    </Page>
  );
}

const COLUMNS: readonly Column<AuditEntry>[] = [
  { name: 'When', cell: ({ at }) => <Moment at={at} />, class: 'plain' },
  { name: 'Who', class: 'flows first bare', cell: ({ actor }) => <Actor actor={actor} /> },
  {
    name: 'What',
    class: 'flows first bare fills',
    cell: ({ action, subject }) => <Deed action={action} subject={subject} />,
  },
  {
    name: 'From',
    class: 'flows',
    cell: ({ address }) => (address === '' ? <span class="soft">this machine</span> : <code>{address}</code>),
  },
  {
    name: 'Request',
    class: 'flows',
    cell: ({ correlation_id: request }) =>
      request === '' ? (
        <span class="soft">none</span>
      ) : (
        <code class="clip" title={request}>
          {request}
        </code>
      ),
  },
];

function Actor({ actor }: Pick<AuditEntry, 'actor'>) {
  const kind = ACTORS[actor.kind];
  return (
    <>
      {actor.name} {kind && <span class="tag">{kind}</span>}
    </>
  );
}

function Deed({ action, subject }: Pick<AuditEntry, 'action' | 'subject'>) {
  return (
    <>
      {DEEDS[action]} {action !== 'session_created' && <strong>{subject}</strong>}
    </>
  );
}
