import type { ComponentType } from 'preact';
import lazy from 'preact-iso/lazy';
import { loadedAgain } from './anew.ts';
import { NotLoadedPage } from './not-loaded-page.tsx';

/** A page that is loaded when somebody goes there first. */
export function lazyPage(load: () => Promise<ComponentType>): ComponentType {
  return lazy(() =>
    load().then(
      (page) => {
        loadedAgain();
        return page;
      },
      () => NotLoadedPage,
    ),
  );
}
