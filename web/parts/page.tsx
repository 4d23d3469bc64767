import { type ComponentChildren, toChildArray } from 'preact';
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

/** The frame of every page inside the house: its heading, which takes the focus on arrival, and the title of the window. A page that has nothing to show yet says so. */
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
      {toChildArray(children).length === 0 ? <Waiting /> : children}
    </>
  );
}

/** Seen only where an answer takes its time. What comes takes its place, and moves nothing. */
export function Waiting() {
  return (
    <p class="waiting" role="status">
      Waiting for the server…
    </p>
  );
}

export function useWindowTitle(title: string): void {
  const state = useServices().session.state.value;
  const mark = state.kind === 'somebody' && state.isDemo ? 'Demo · ' : '';
  useLayoutEffect(() => {
    document.title = `${mark}${title} · Tocsin`;
  }, [mark, title]);
}
