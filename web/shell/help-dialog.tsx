import { Dialog } from '../parts/dialog.tsx';
import { ShortcutSwitch } from '../preferences/shortcut-switch.tsx';
import type { Shortcut } from './shortcuts.ts';

export interface HelpDialogProps {
  readonly shortcuts: readonly Shortcut[];
  readonly onClose: () => void;
}

/** What the keyboard can do, made from the table that the keyboard itself is read by. */
export function HelpDialog({ shortcuts, onClose }: HelpDialogProps) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl class="shortcut-list">
        {shortcuts.map(({ keys, does }) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <ShortcutSwitch />
    </Dialog>
  );
}
