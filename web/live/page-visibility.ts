/** What is needed of a document. */
type VisiblePage = EventTarget & Pick<Document, 'visibilityState'>;

/** Resolves while the page can be seen; when it is hidden (another tab, a locked screen), as soon as it can be seen again, or when the signal aborts. */
export function untilVisible(stop: AbortSignal, page: VisiblePage = document): Promise<void> {
  if (page.visibilityState === 'visible' || stop.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      if (page.visibilityState !== 'visible' && !stop.aborted) return;
      page.removeEventListener('visibilitychange', finish);
      stop.removeEventListener('abort', finish);
      resolve();
    };
    page.addEventListener('visibilitychange', finish);
    stop.addEventListener('abort', finish);
  });
}
