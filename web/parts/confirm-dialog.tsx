import type { ComponentChildren } from 'preact';
import { Dialog } from './dialog.tsx';
import { Form } from './form/form.tsx';

export interface ConfirmDialogProps {
  readonly title: string;
  /** What the button says: the deed itself, never "OK". */
  readonly deed: string;
  /** Does it; a rejection is shown, and the dialog stays. */
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Asks before something is done that cannot be undone. */
export function ConfirmDialog({ title, deed, onConfirm, onClose, children }: ConfirmDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Form action={deed} danger onSubmit={onConfirm} onCancel={onClose}>
        <div class="prose">{children}</div>
      </Form>
    </Dialog>
  );
}
