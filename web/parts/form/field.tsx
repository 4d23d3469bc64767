import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useFault } from './fault-context.ts';

export interface FieldProps {
  /** The name in the form, which is also the path by which the server speaks of this field. */
  readonly name: string;
  readonly label: string;
  /** What a person should know before typing. */
  readonly hint?: ComponentChildren;
}

/** What a control must carry so that its label, hint and error belong to it. */
export interface Wiring {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': 'true' | undefined;
}

export interface FieldFrameProps extends FieldProps {
  readonly children: (wiring: Wiring) => ComponentChildren;
}

/** Label above, hint below, and an error in the place of the hint, or of the room up to the next field, so that nothing moves, however long it is: the same for every control. */
export function FieldFrame({ name, label, hint, children }: FieldFrameProps) {
  const id = useId();
  const fault = useFault(name);
  const described = [fault && `${id}-fault`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        name,
        'aria-describedby': described || undefined,
        'aria-invalid': fault ? 'true' : undefined,
      })}
      <div class="field-words">
        {fault && (
          <p class="fault" id={`${id}-fault`}>
            {fault}
          </p>
        )}
        {hint && (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

export interface TextFieldProps extends FieldProps {
  readonly autocomplete?: string;
  readonly maxLength?: number;
  /** What stands in it at first. */
  readonly value?: string | undefined;
  /** Takes the focus when it appears: for the one form of a page or dialog. */
  readonly focused?: boolean;
  /** A name, an id, a token: nothing to be spelt or capitalised. */
  readonly verbatim?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { autocomplete = 'off', maxLength, focused = false, verbatim, value, ...field } = props;
  const input = useFirstFocus(focused);
  return (
    <FieldFrame {...field}>
      {(wiring) => (
        <input
          {...wiring}
          ref={input}
          type="text"
          required
          autocomplete={autocomplete}
          maxLength={maxLength}
          defaultValue={value}
          {...(verbatim ? { autocapitalize: 'none', spellcheck: false } : {})}
        />
      )}
    </FieldFrame>
  );
}

/** Gives the focus to a field as soon as it is there. In a dialog, which opens a moment later and chooses for itself, the attribute does it. */
function useFirstFocus(wanted: boolean) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (!wanted) return;
    input.current?.setAttribute('autofocus', '');
    input.current?.focus();
  }, []);
  return input;
}
