import type { ComponentChildren } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { useServices } from '../services.ts';

export interface PageProps {
  readonly title: string;
  /** One line below the title: what this page is about. */
  readonly lead?: ComponentChildren;
  /** What can be done here, beside the title. */
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** The frame of every page inside the house: its heading, which takes the focus on arrival, and the title of the window. */
export function Page({ title, lead, actions, children }: PageProps) {
  useWindowTitle(title);
  return (
    <>
      <header class="page-head">
        <div>
          <h1 tabIndex={-1}>{title}</h1>
          {lead && <p class="soft">{lead}</p>}
        </div>
        {actions && <div class="page-actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

export function useWindowTitle(title: string): void {
  const state = useServices().session.state.value;
  const mark = state.kind === 'somebody' && state.isDemo ? 'Demo · ' : '';
  useLayoutEffect(() => {
    document.title = `${mark}${title} · Tocsin`;
  }, [mark, title]);
}
