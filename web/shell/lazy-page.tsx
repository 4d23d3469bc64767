import type { ComponentType } from 'preact';
import lazy from 'preact-iso/lazy';
import { Message } from '../parts/message.tsx';
import { Page } from '../parts/page.tsx';

/** A page that is loaded when somebody goes there first. */
export function lazyPage(load: () => Promise<ComponentType>): ComponentType {
  return lazy(() => load().catch(() => NotLoadedPage));
}

/** The server may have been updated since this page was opened: then its parts have other names. */
function NotLoadedPage() {
  return (
    <Page title="Not loaded">
      <Message kind="bad">This page could not be loaded. Tocsin may have been updated, or does not answer.</Message>
      <p>
        <button type="button" class="primary" onClick={() => location.reload()}>
          Reload
        </button>
      </p>
    </Page>
  );
}
