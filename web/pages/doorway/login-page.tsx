import { TextField } from '../../parts/form/field.tsx';
import { Form } from '../../parts/form/form.tsx';
import { PasswordField } from '../../parts/form/password-field.tsx';
import { Message } from '../../parts/message.tsx';
import { useServices } from '../../services.ts';
import { Doorway } from './doorway.tsx';

/** Lets a person in. Afterwards the gate leads them to where they wanted to go. */
export function LoginPage({ hasEnded = false }: { readonly hasEnded?: boolean }) {
  const { session } = useServices();
  return (
    <Doorway title="Log in" isOver={hasEnded}>
      {hasEnded && <Message kind="warn">Your session has ended. Log in to go on where you were.</Message>}
      <Form action="Log in" onSubmit={({ username = '', password = '' }) => session.login({ username, password })}>
        <TextField name="username" label="User name" autocomplete="username" verbatim focused />
        <PasswordField name="password" label="Password" autocomplete="current-password" />
      </Form>
    </Doorway>
  );
}
