import type { ComponentChildren } from 'preact';
import { OctagonIcon, TickIcon, TriangleIcon } from './marks/icons.tsx';

const KINDS = {
  good: { Icon: TickIcon, role: 'status', spoken: 'Done:' },
  warn: { Icon: TriangleIcon, role: 'status', spoken: 'Note:' },
  bad: { Icon: OctagonIcon, role: 'alert', spoken: 'Problem:' },
} as const;

export interface MessageProps {
  readonly kind: keyof typeof KINDS;
  readonly children: ComponentChildren;
}

/** One sentence that a person should notice; screen readers say it when it appears. */
export function Message({ kind, children }: MessageProps) {
  const { Icon, role, spoken } = KINDS[kind];
  return (
    <div class="message" data-kind={kind} role={role}>
      <Icon />
      <span class="for-ears">{spoken}</span>
      <div>{children}</div>
    </div>
  );
}
