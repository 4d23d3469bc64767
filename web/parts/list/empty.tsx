import type { ComponentChildren } from 'preact';

export interface EmptyProps {
  readonly title: string;
  /** When there will be something, or what somebody can do now. */
  readonly children: ComponentChildren;
}

/** Where there is nothing yet. */
export function Empty({ title, children }: EmptyProps) {
  return (
    <div class="empty">
      <p class="empty-title">{title}</p>
      {children}
    </div>
  );
}
