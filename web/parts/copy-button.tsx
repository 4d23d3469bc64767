import { useState } from 'preact/hooks';

export interface CopyButtonProps {
  /** What is copied, for the one who cannot see where the button stands: "message". */
  readonly noun: string;
  /** Or what makes it, where it changes all the time. */
  readonly text: string | (() => string);
  /** What the button says. */
  readonly label?: string;
}

/** Copies a text that stands beside it. Where the browser forbids it, as on pages that come without TLS, it says so. */
export function CopyButton({ noun, text, label = 'Copy' }: CopyButtonProps) {
  const [said, say] = useState('');
  const copy = async (): Promise<void> => {
    const copied = await navigator.clipboard?.writeText(typeof text === 'string' ? text : text()).then(
      () => true,
      () => false,
    );
    say(copied ? 'Copied.' : 'The browser does not allow it here: select the text and press Ctrl+C.');
  };
  return (
    <span class="copy">
      <button
        type="button"
        class="quiet"
        aria-label={label === 'Copy' ? `Copy the ${noun}` : label}
        onClick={() => void copy()}
      >
        {label}
      </button>
      <span class="soft" role="status">
        {said}
      </span>
    </span>
  );
}
