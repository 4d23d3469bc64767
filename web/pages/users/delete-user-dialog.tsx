// Asks before somebody is deleted.
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useServices } from '../../services.ts';
import type { OneUserDialogProps } from './edit-user-dialog.tsx';

export function DeleteUserDialog({ user, onDone, onClose }: OneUserDialogProps) {
  const { api, notices } = useServices();
  const remove = async (): Promise<void> => {
    await api.deleteUser(user.id);
    notices.say(`${user.username} was deleted.`);
    onDone();
  };
  return (
    <ConfirmDialog title={`Delete ${user.username}?`} deed="Delete user" onConfirm={remove} onClose={onClose}>
      <p>{user.username} is logged out everywhere and cannot log in again. What they did stays in the audit trail.</p>
    </ConfirmDialog>
  );
}
