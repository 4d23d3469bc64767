import type { ComponentChildren } from 'preact';
import { useContext, useLayoutEffect, useRef } from 'preact/hooks';
import { FaultContext } from './fault-context.ts';

export interface MoreFieldsProps {
  readonly title: string;
  /** The names of the fields inside. */
  readonly names: readonly string[];
  /** Something stands in one of them already. */
  readonly isFilled: boolean;
  readonly children: ComponentChildren;
}

/** Fields that few need, behind one line. It opens by itself where something is in them, and where one of them was refused. */
export function MoreFields({ title, names, isFilled, children }: MoreFieldsProps) {
  const element = useRef<HTMLDetailsElement>(null);
  const fault = useContext(FaultContext);
  const open = (): void => void element.current?.setAttribute('open', '');
  // The element itself keeps whether it is open: nobody may close it with the next rendering.
  useLayoutEffect(() => {
    if (isFilled) open();
  }, [isFilled]);
  // Before the form gives the focus to the field at fault, which has to be in sight by then.
  useLayoutEffect(() => {
    if (fault?.details.some(({ path }) => names.includes(path))) open();
  }, [fault]);
  return (
    <details ref={element} class="more-fields">
      <summary>{title}</summary>
      <div class="more-fields-body">{children}</div>
    </details>
  );
}
