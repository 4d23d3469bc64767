import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useServices } from '../services.ts';
import { CrossIcon } from './marks/icons.tsx';

export interface DialogProps {
  readonly title: string;
  /** Called when the person closes it, by the cross or by Escape. A click beside it does nothing: it would throw away what was typed. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A native modal dialog, open for as long as it is rendered. The browser keeps the focus inside and gives it back to where it was. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const id = useId();
  const element = useModal();
  const cancel = (event: Event): void => {
    event.preventDefault();
    onClose();
  };
  return (
    <dialog ref={element} aria-labelledby={id} onCancel={cancel}>
      <div class="dialog-body">
        <header class="dialog-head">
          <h2 id={id}>{title}</h2>
          <button type="button" class="quiet square" aria-label="Close" onClick={onClose}>
            <CrossIcon />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** Where the session has ended it is not open, else it would stand above the login; what was typed in it stays. */
function useModal() {
  const { session } = useServices();
  const element = useRef<HTMLDialogElement>(null);
  const before = useRef<Element>(null);
  const isLocked = session.state.value.kind === 'ended';
  useLayoutEffect(() => {
    const dialog = element.current;
    if (isLocked) return;
    before.current ??= document.activeElement;
    dialog?.showModal();
    return () => dialog?.close();
  }, [isLocked]);
  useLayoutEffect(
    () => () => {
      if (before.current instanceof HTMLElement) before.current.focus();
    },
    [],
  );
  return element;
}
