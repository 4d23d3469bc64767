import { useState } from 'preact/hooks';
import type { MadeToken, Token } from '../../api/shapes.ts';
import { usePagedList } from '../../live/use-paged-list.ts';
import type { Column } from '../../parts/list/data-table.tsx';
import { ListView } from '../../parts/list/list-view.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Page } from '../../parts/page.tsx';
import { useServices } from '../../services.ts';
import { useMe } from '../me.ts';
import { AddTokenDialog } from './add-token-dialog.tsx';
import { DeleteTokenDialog } from './delete-token-dialog.tsx';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { SCOPE_NAMES } from './scope-choice.tsx';

type Open =
  | { readonly kind: 'add' }
  | { readonly kind: 'made'; readonly token: MadeToken }
  | { readonly kind: 'delete'; readonly token: Token };

/** What programs log in with. */
export function TokensPage() {
  const { api } = useServices();
  const { isAdmin } = useMe();
  const list = usePagedList(api.tokens);
  const [open, setOpen] = useState<Open | undefined>();
  const close = (): void => setOpen(undefined);
  const made = (token: MadeToken): void => {
    setOpen({ kind: 'made', token });
    void list.reload();
  };
  const finish = (): void => {
    close();
    void list.reload();
  };
  const create = (
    <button type="button" class="primary" onClick={() => setOpen({ kind: 'add' })}>
      Create token
    </button>
  );
  return (
    <Page title="Tokens" lead={leadFor(isAdmin)} actions={isAdmin && create}>
      <ListView
        list={list}
        noun="tokens"
        columns={[...COLUMNS, ...(isAdmin ? [deletion((token) => setOpen({ kind: 'delete', token }))] : [])]}
        keyOf={({ id }) => id}
        wordsOf={({ name, scope, hint, created_by: by }) => [name, SCOPE_NAMES[scope], hint, by]}
        empty="There is no token yet. A script or another program needs one to use the API."
      />
      {open?.kind === 'add' && <AddTokenDialog onMade={made} onClose={close} />}
      {open?.kind === 'made' && <NewTokenDialog token={open.token} onClose={close} />}
      {open?.kind === 'delete' && <DeleteTokenDialog token={open.token} onDone={finish} onClose={close} />}
    </Page>
  );
}

function leadFor(isAdmin: boolean): string {
  const what = 'With a token a program uses the API, without anybody’s password.';
  return isAdmin ? what : `${what} Only an administrator can change this.`;
}

const COLUMNS: readonly Column<Token>[] = [
  { name: 'Token', cell: ({ name }) => name },
  { name: 'Begins with', cell: ({ hint }) => <code>{hint}…</code> },
  { name: 'Scope', cell: ({ scope }) => SCOPE_NAMES[scope] },
  { name: 'Last used', cell: ({ last_used_at: at }) => <Moment at={at} /> },
  { name: 'Expires', cell: ({ expires_at: at }) => <Moment at={at} /> },
  { name: 'Created by', cell: ({ created_by: by }) => by },
];

function deletion(open: (token: Token) => void): Column<Token> {
  return {
    name: 'Actions',
    unnamed: true,
    class: 'row-actions',
    cell: (token) => (
      <button type="button" class="quiet danger" aria-label={`Delete ${token.name}`} onClick={() => open(token)}>
        Delete
      </button>
    ),
  };
}
