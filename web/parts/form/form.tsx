import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ErrorDetail } from '../../../src/core/errors.ts';
import { Message } from '../message.tsx';
import { FaultContext } from './fault-context.ts';
import { faultsElsewhere, Submission } from './submission.ts';

export type FormValues = Readonly<Record<string, string>>;

export interface FormProps {
  /** What the button says. */
  readonly action: string;
  readonly danger?: boolean;
  /** Does the work; what it rejects with is shown at the fields, or at the buttons. */
  readonly onSubmit: (values: FormValues) => Promise<void>;
  /** With it there is a second button that gives up. */
  readonly onCancel?: () => void;
  /** Said after it succeeded, where nothing else shows it. */
  readonly done?: string;
  /** What was typed stays after it succeeded: it is to be sent again. */
  readonly isAsking?: boolean;
  readonly children: ComponentChildren;
}

/** A form with its buttons, its state, and its errors: each at its field, the rest at the buttons, where somebody has just been. The first field at fault takes the focus. There is room for a line of each, and what is longer lies over what is below, so that nothing moves, however late the answer comes. */
export function Form({ action, danger, onSubmit, onCancel, done, isAsking, children }: FormProps) {
  const element = useRef<HTMLFormElement>(null);
  const submission = useMemo(() => new Submission(), []);
  const [succeeded, setSucceeded] = useState(false);
  const [elsewhere, setElsewhere] = useState<readonly string[]>([]);
  const { busy, fault } = submission.state.value;

  // After the fields have heard of their faults.
  useEffect(() => {
    setElsewhere(faultsElsewhere(fault, namesOf(element.current)));
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [fault]);

  // A small screen may end at the buttons.
  useEffect(() => {
    if (elsewhere.length > 0)
      element.current?.querySelector('.form-said .message')?.scrollIntoView({ block: 'nearest' });
  }, [elsewhere]);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setSucceeded(false);
    const form = element.current;
    if (!form) return;
    if (!form.checkValidity()) return submission.refuse(invalidFields(form));
    const worked = await submission.run(() => onSubmit(valuesOf(form)));
    if (worked && !isAsking) form.reset();
    setSucceeded(worked);
  };

  return (
    <form ref={element} noValidate aria-busy={busy} onSubmit={submit}>
      <FaultContext.Provider value={fault}>{children}</FaultContext.Provider>
      <div class="form-actions">
        <button type="submit" class={danger ? 'danger' : 'primary'} aria-disabled={busy}>
          {action}
        </button>
        {onCancel && (
          <button type="button" onClick={onCancel}>
            Cancel
          </button>
        )}
        <div class="form-said">
          {elsewhere.map((text) => (
            <Message key={text} kind="bad">
              {text}
            </Message>
          ))}
          {done && succeeded && <Message kind="good">{done}</Message>}
        </div>
      </div>
    </form>
  );
}

/** What is typed in a form now. */
export function valuesOf(form: HTMLFormElement): FormValues {
  const pairs = [...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return Object.fromEntries(pairs);
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What the browser itself finds wrong, in the reader's language. */
function invalidFields(form: HTMLFormElement): readonly ErrorDetail[] {
  return [...form.querySelectorAll<Control>('input:invalid, textarea:invalid, select:invalid')].map(
    ({ name, validationMessage }) => ({
      path: name,
      message: validationMessage,
    }),
  );
}

function namesOf(form: HTMLFormElement | null): readonly string[] {
  return [...(form?.elements ?? [])].map((each) => each.getAttribute('name') ?? '');
}
