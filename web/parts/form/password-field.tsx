import { useState } from 'preact/hooks';
import { FieldFrame, type FieldProps } from './field.tsx';

export interface PasswordFieldProps extends FieldProps {
  readonly autocomplete: 'current-password' | 'new-password';
  /** It may stay empty. */
  readonly optional?: boolean;
}

/** A password that can be pasted, filled in by a manager, and looked at. */
export function PasswordField({ autocomplete, optional = false, ...field }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <FieldFrame {...field}>
      {(wiring) => {
        const input = {
          ...wiring,
          required: !optional,
          autocomplete,
          autocapitalize: 'none',
          spellcheck: false,
        } as const;
        return (
          <div class="field-row">
            {shown ? <input {...input} type="text" /> : <input {...input} type="password" />}
            <button
              type="button"
              class="reveal"
              aria-pressed={shown}
              aria-label={`Show: ${field.label}`}
              onClick={() => setShown(!shown)}
            >
              Show
            </button>
          </div>
        );
      }}
    </FieldFrame>
  );
}
