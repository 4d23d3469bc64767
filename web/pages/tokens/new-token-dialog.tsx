import type { MadeToken } from '../../api/shapes.ts';
import { CopyText } from '../../parts/copy-text.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Message } from '../../parts/message.tsx';

export interface NewTokenDialogProps {
  readonly token: MadeToken;
  readonly onClose: () => void;
}

/** The only place where the text of a token is ever shown. */
export function NewTokenDialog({ token, onClose }: NewTokenDialogProps) {
  return (
    <Dialog title={`Token “${token.name}”`} onClose={onClose}>
      <Message kind="warn">Copy it now. Tocsin keeps only a fingerprint and cannot show it again.</Message>
      <CopyText label="Token" text={token.token} />
      <p class="soft">
        Send it as <code>Authorization: Bearer {token.hint}…</code>
      </p>
      <div class="form-actions">
        <button type="button" class="primary" onClick={onClose}>
          I have kept it
        </button>
      </div>
    </Dialog>
  );
}
