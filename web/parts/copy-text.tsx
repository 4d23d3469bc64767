import { useId, useRef, useState } from 'preact/hooks';
import { putOnClipboard } from './take-away/put-on-clipboard.ts';

export interface CopyTextProps {
  readonly label: string;
  readonly text: string;
}

type Outcome = 'untouched' | 'copied' | 'selected';

const SAYS: Readonly<Record<Outcome, string>> = {
  untouched: '',
  copied: 'Copied.',
  selected: 'Selected. Press Ctrl+C, or Cmd+C on a Mac, to copy it.',
};

/** A text to take away: a field that selects itself, and a button that copies where the browser allows it. */
export function CopyText({ label, text }: CopyTextProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<Outcome>('untouched');
  const copy = async (): Promise<void> => {
    const copied = await putOnClipboard(text);
    if (!copied) field.current?.select();
    setOutcome(copied ? 'copied' : 'selected');
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="field-row">
        <input
          ref={field}
          id={id}
          class="mono"
          readOnly
          value={text}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" onClick={() => void copy()}>
          Copy
        </button>
      </div>
      <p class="hint" role="status">
        {SAYS[outcome]}
      </p>
    </div>
  );
}
