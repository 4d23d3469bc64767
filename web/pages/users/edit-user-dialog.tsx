import type { User } from '../../api/shapes.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Form, type FormValues } from '../../parts/form/form.tsx';
import { PasswordField } from '../../parts/form/password-field.tsx';
import { useServices } from '../../services.ts';
import type { UserDialogProps } from './add-user-dialog.tsx';
import { RoleChoice, roleFrom } from './role-choice.tsx';

export interface OneUserDialogProps extends UserDialogProps {
  readonly user: User;
}

/** Another role, a new password for somebody who lost theirs, or both. */
export function EditUserDialog({ user, onDone, onClose }: OneUserDialogProps) {
  const { api, notices } = useServices();
  const save = async (values: FormValues): Promise<void> => {
    const role = roleFrom(values.role);
    const change = {
      ...(role === user.role ? {} : { role }),
      ...(values.password ? { password: values.password } : {}),
    };
    if (Object.keys(change).length > 0) {
      await api.changeUser(user.id, change);
      notices.say(`${user.username} was changed, and has to log in again.`);
    }
    onDone();
  };
  return (
    <Dialog title={`Edit ${user.username}`} onClose={onClose}>
      <Form action="Save" onSubmit={save} onCancel={onClose}>
        <RoleChoice chosen={user.role} />
        <PasswordField
          name="password"
          label="New password"
          autocomplete="new-password"
          hint="Leave this empty to keep the present one."
          optional
        />
        <p class="soft">A change ends every session of this user.</p>
      </Form>
    </Dialog>
  );
}
