import { Card, Facts } from '../../parts/card.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Page } from '../../parts/page.tsx';
import { useMe } from '../me.ts';
import { ROLE_NAMES } from '../users/role-choice.tsx';
import { Appearance } from './appearance.tsx';
import { ChangePassword } from './change-password.tsx';
import { SessionList } from './session-list.tsx';

/** What belongs to the person who is logged in. */
export function AccountPage() {
  const { me } = useMe();
  return (
    <Page title="Account" lead="You, and how this browser shows Tocsin.">
      <div class="columns">
        <div class="stack">
          <Card title="You">
            <Facts
              facts={[
                { name: 'User name', value: me.username },
                { name: 'Role', value: ROLE_NAMES[me.role] },
                { name: 'Added', value: <Moment at={me.created_at} /> },
                { name: 'Last login', value: <Moment at={me.last_login_at} /> },
              ]}
            />
          </Card>
          <Appearance />
        </div>
        <ChangePassword username={me.username} />
      </div>
      <SessionList />
    </Page>
  );
}
