// How a person changes their own password.
import { Card } from '../../parts/card.tsx';
import { Form, type FormValues } from '../../parts/form/form.tsx';
import { PasswordField } from '../../parts/form/password-field.tsx';
import { useServices } from '../../services.ts';
import { PASSWORD_HINT } from '../password-hint.ts';

export function ChangePassword({ username }: { readonly username: string }) {
  const { api } = useServices();
  const change = ({ current_password = '', new_password = '' }: FormValues): Promise<void> =>
    api.changePassword({ current_password, new_password });
  return (
    <Card title="Password">
      <div class="card-body">
        <Form
          action="Change password"
          onSubmit={change}
          done="Your password is changed. Every other session of yours has ended."
        >
          {/* Password managers look for the name that belongs to the new password. */}
          <input type="text" name="username" value={username} autocomplete="username" readOnly hidden />
          <PasswordField name="current_password" label="Current password" autocomplete="current-password" />
          <PasswordField name="new_password" label="New password" autocomplete="new-password" hint={PASSWORD_HINT} />
          <p class="soft">You stay logged in here and are logged out everywhere else.</p>
        </Form>
      </div>
    </Card>
  );
}
