import { TextField } from '../../parts/form/field.tsx';
import { Form, type FormValues } from '../../parts/form/form.tsx';
import { PasswordField } from '../../parts/form/password-field.tsx';
import { useServices } from '../../services.ts';
import { pastedSetupToken } from '../../session/setup-token.ts';
import { PASSWORD_HINT } from '../password-hint.ts';
import { Doorway } from './doorway.tsx';

/** The first page of a new server: makes its first administrator, for whoever holds the setup link. */
export function SetupPage() {
  const { session, setupToken } = useServices();
  const setUp = ({ username = '', password = '', token = '' }: FormValues): Promise<void> =>
    session.setUp({ username, password, token: setupToken ?? pastedSetupToken(token) });
  return (
    <Doorway title="Welcome to Tocsin">
      <p class="soft">
        This server has no account yet. Make the first one: an administrator, who can then add everybody else.
      </p>
      <Form action="Create account" onSubmit={setUp}>
        {setupToken === undefined && (
          <TextField
            name="token"
            label="Setup link"
            hint="The server printed it when it started, and keeps it in the file setup-link in its data directory."
            verbatim
            focused
          />
        )}
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
