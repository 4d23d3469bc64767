import { useState } from 'preact/hooks';
import type { User } from '../../api/shapes.ts';
import { usePagedList } from '../../live/use-paged-list.ts';
import type { Column } from '../../parts/list/data-table.tsx';
import { ListView } from '../../parts/list/list-view.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Page } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { useMe } from '../me.ts';
import { AddUserDialog } from './add-user-dialog.tsx';
import { DeleteUserDialog } from './delete-user-dialog.tsx';
import { EditUserDialog } from './edit-user-dialog.tsx';
import { ROLE_NAMES } from './role-choice.tsx';

type Open = { readonly kind: 'add' } | { readonly kind: 'edit' | 'delete'; readonly user: User };

/** Everybody who may log in. */
export function UsersPage() {
  const { api } = useServices();
  const { me, isAdmin } = useMe();
  const list = usePagedList(api.users);
  const [open, setOpen] = useState<Open | undefined>();
  const close = (): void => setOpen(undefined);
  const finish = (): void => {
    close();
    void list.reload();
  };
  const add = (
    <button type="button" class="primary" onClick={() => setOpen({ kind: 'add' })}>
      Add user
    </button>
  );
  return (
    <Page
      title="Users"
      lead={
        isAdmin ? 'The people who may log in.' : 'The people who may log in. Only an administrator can change this.'
      }
      actions={isAdmin && add}
    >
      <ListView
        list={list}
        noun="users"
        columns={[...COLUMNS, ...(isAdmin ? [actions(me, setOpen)] : [])]}
        keyOf={({ id }) => id}
        wordsOf={({ username, role }) => [username, ROLE_NAMES[role]]}
        empty="There is no user."
      />
      {open?.kind === 'add' && <AddUserDialog onDone={finish} onClose={close} />}
      {open?.kind === 'edit' && <EditUserDialog user={open.user} onDone={finish} onClose={close} />}
      {open?.kind === 'delete' && <DeleteUserDialog user={open.user} onDone={finish} onClose={close} />}
    </Page>
  );
}

const COLUMNS: readonly Column<User>[] = [
  { name: 'User', cell: ({ username }) => username },
  { name: 'Role', cell: ({ role }) => ROLE_NAMES[role] },
  { name: 'Last login', cell: ({ last_login_at: at }) => <Moment at={at} /> },
  { name: 'Added', cell: ({ created_at: at }) => <Moment at={at} /> },
];

function actions(me: User, open: (what: Open) => void): Column<User> {
  return {
    name: 'Actions',
    unnamed: true,
    class: 'row-actions',
    cell: (user) =>
      user.id === me.id ? (
        <a href="/account">Your account</a>
      ) : (
        <>
          <button
            type="button"
            class="quiet"
            aria-label={`Edit ${user.username}`}
            onClick={() => open({ kind: 'edit', user })}
          >
            Edit
          </button>
          <button
            type="button"
            class="quiet danger"
            aria-label={`Delete ${user.username}`}
            onClick={() => open({ kind: 'delete', user })}
          >
            Delete
          </button>
        </>
      ),
  };
}
