import { useEffect, useState } from 'preact/hooks';
import type { PartKeys } from '../keyboard/part-keys.ts';
import { Dialog } from '../parts/dialog.tsx';
import { ShortcutSwitch } from '../preferences/shortcut-switch.tsx';
import type { Shortcut } from './shortcuts.ts';

export interface HelpDialogProps {
  readonly shortcuts: readonly Shortcut[];
  readonly onClose: () => void;
}

/** What the keyboard can do, made from the tables that stand beside what reads it. */
export function HelpDialog({ shortcuts, onClose }: HelpDialogProps) {
  const parts = useKeysOfParts();
  // A dialog that grows moves what is in it.
  if (parts === undefined) return null;
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <dl class="shortcut-list">
        {shortcuts.map(({ keys, does }) => (
          <Meaning key={does} keys={keys} does={does} />
        ))}
      </dl>
      <ShortcutSwitch />
      {parts.map(({ part, keys: meanings }) => (
        <section key={part} aria-label={part}>
          <h3>{part}</h3>
          <dl class="shortcut-list">
            {meanings.map(({ keys, does }) => (
              <Meaning key={does} keys={keys} does={does} />
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}

/** They come when somebody asks for them: the first page does without. Where they cannot be had the shortcuts are there all the same. */
function useKeysOfParts(): readonly PartKeys[] | undefined {
  const [parts, setParts] = useState<readonly PartKeys[] | undefined>();
  useEffect(() => {
    void import('./keys-of-parts.ts').then(
      ({ shownKeys }) => setParts(shownKeys()),
      () => setParts([]),
    );
  }, []);
  return parts;
}

function Meaning({ keys, does }: { readonly keys: readonly string[]; readonly does: string }) {
  return (
    <div>
      <dt>{does}</dt>
      <dd>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dd>
    </div>
  );
}
