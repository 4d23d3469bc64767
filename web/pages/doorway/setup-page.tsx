import { useEffect, useState } from 'preact/hooks';
import { TextField } from '../../parts/form/field.tsx';
import { Form, type FormValues } from '../../parts/form/form.tsx';
import { PasswordField } from '../../parts/form/password-field.tsx';
import { useServices } from '../../services.ts';
import { pastedSetupToken, takeSetupToken } from '../../session/setup-token.ts';
import { PASSWORD_HINT } from '../password-hint.ts';
import { Doorway } from './doorway.tsx';

/** The first page of a new server: makes its first administrator, for whoever holds the setup link. */
export function SetupPage() {
  const { session } = useServices();
  const setupToken = useSetupToken();
  const setUp = ({ username = '', password = '', token = '' }: FormValues): Promise<void> =>
    session.setUp({ username, password, token: setupToken ?? pastedSetupToken(token) });
  return (
    <Doorway title="Welcome to Tocsin">
      <p class="soft">
        This server has no account yet. Make the first one: an administrator, who can then add everybody else.
      </p>
      <Form action="Create account" onSubmit={setUp}>
        {setupToken === undefined && <TextField name="token" label="Setup link" hint={WHERE_IT_IS} verbatim focused />}
        <TextField
          name="username"
          label="User name"
          autocomplete="username"
          verbatim
          focused={setupToken !== undefined}
        />
        <PasswordField name="password" label="Password" autocomplete="new-password" hint={PASSWORD_HINT} />
      </Form>
    </Doorway>
  );
}

const WHERE_IT_IS = (
  <>
    It stands in the file <code>setup-link</code> in the server’s data directory, and on the terminal where the server
    was started. For a container this prints it: <code>docker exec NAME cat /data/setup-link</code>
  </>
);

/** The token of the link by which the page was opened, or of one that was opened over it, which loads no new page. */
function useSetupToken(): string | undefined {
  const { setupToken } = useServices();
  const [token, setToken] = useState(setupToken);
  useEffect(() => {
    const stop = new AbortController();
    const takeNewer = (): void => setToken((before) => takeSetupToken(window) ?? before);
    addEventListener('hashchange', takeNewer, { signal: stop.signal });
    return () => stop.abort();
  }, []);
  return token;
}
