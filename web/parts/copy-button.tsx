import { useState } from 'preact/hooks';
import { putOnClipboard } from './take-away/put-on-clipboard.ts';

export interface CopyButtonProps {
  /** What is copied, for the one who cannot see where the button stands: "message". */
  readonly noun: string;
  /** Or what makes it, where it changes all the time. */
  readonly text: string | (() => string);
  /** What the button says. */
  readonly label?: string;
}

/** Copies a text. Where the browser forbids it, it says so. */
export function CopyButton({ noun, text, label = 'Copy' }: CopyButtonProps) {
  const [said, say] = useState('');
  const copy = async (): Promise<void> => {
    const copied = await putOnClipboard(typeof text === 'string' ? text : text());
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
