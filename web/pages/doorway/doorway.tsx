import type { ComponentChildren } from 'preact';
import { Brand } from '../../parts/brand.tsx';
import { useWindowTitle } from '../../parts/page.tsx';

export interface DoorwayProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** The frame of the pages in front of the login: the bell, and one thing to do. */
export function Doorway({ title, children }: DoorwayProps) {
  useWindowTitle(title);
  return (
    <main class="doorway">
      <Brand />
      <div class="doorway-card">
        <h1 tabIndex={-1}>{title}</h1>
        {children}
      </div>
    </main>
  );
}
