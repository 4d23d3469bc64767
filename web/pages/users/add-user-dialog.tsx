// How somebody is added to those who may log in.
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, type FormValues } from '../../parts/form/form.tsx';
import { PasswordField } from '../../parts/form/password-field.tsx';
import { useServices } from '../../services.ts';
import { PASSWORD_HINT } from '../password-hint.ts';
import { RoleChoice, roleFrom } from './role-choice.tsx';

export interface UserDialogProps {
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function AddUserDialog({ onDone, onClose }: UserDialogProps) {
  const { api, notices } = useServices();
  const add = async ({ username = '', password = '', role }: FormValues): Promise<void> => {
    await api.addUser({ username, password, role: roleFrom(role) });
    notices.say(`${username} can log in now.`);
    onDone();
  };
  return (
    <Dialog title="Add user" onClose={onClose}>
      <Form action="Add user" onSubmit={add} onCancel={onClose}>
        <TextField name="username" label="User name" verbatim focused />
        <PasswordField
          name="password"
          label="Password"
          autocomplete="new-password"
          hint={`${PASSWORD_HINT} The user can change it later.`}
        />
        <RoleChoice chosen="viewer" />
      </Form>
    </Dialog>
  );
}
