import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Brand } from '../../parts/brand.tsx';
import { useWindowTitle } from '../../parts/page.tsx';

export interface DoorwayProps {
  readonly title: string;
  /** It stands over what is there, of which nothing can be seen. */
  readonly isOver?: boolean;
  readonly children: ComponentChildren;
}

/** The frame of the pages in front of the login: the bell, and one thing to do. */
export function Doorway({ title, isOver = false, children }: DoorwayProps) {
  useTitleBelow(isOver);
  const element = useFocusOver(isOver);
  useWindowTitle(title);
  return (
    <main ref={element} class="doorway" data-over={isOver}>
      <Brand />
      <div class="doorway-card">
        <h1 tabIndex={-1}>{title}</h1>
        {children}
      </div>
    </main>
  );
}

/** The page below has said its title already, and says it no more. */
function useTitleBelow(isOver: boolean): void {
  useLayoutEffect(() => {
    if (!isOver) return;
    const title = document.title;
    return () => {
      document.title = title;
    };
  }, [isOver]);
}

/** A dialog of the page below has closed only when all of it is drawn, and keeps the focus until then. */
function useFocusOver(isOver: boolean) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isOver) element.current?.querySelector('input')?.focus();
  }, [isOver]);
  return element;
}
