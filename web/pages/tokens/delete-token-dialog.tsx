// Asks before a token is deleted.
import type { Token } from '../../api/shapes.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { useServices } from '../../services.ts';

export interface DeleteTokenDialogProps {
  readonly token: Token;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

export function DeleteTokenDialog({ token, onDone, onClose }: DeleteTokenDialogProps) {
  const { api, notices } = useServices();
  const remove = async (): Promise<void> => {
    await api.deleteToken(token.id);
    notices.say(`The token “${token.name}” was deleted.`);
    onDone();
  };
  return (
    <ConfirmDialog title={`Delete “${token.name}”?`} deed="Delete token" onConfirm={remove} onClose={onClose}>
      <p>Whatever uses this token is locked out at once.</p>
    </ConfirmDialog>
  );
}
