/**
 * Keeps the focus somewhere. What goes away takes it along (a button whose deed is done, a row that was deleted, a notice), and then a screen reader stands nowhere
 * and the keyboard begins at the top of the window: reading goes on at the heading of the nearest part that is still there. Whoever took the focus meanwhile keeps it.
 * For as long as the page is there.
 */
export function keepFocus(page: Document): void {
  /** What had the focus last, and all that is around it, from the inside out. */
  let way: readonly Element[] = [];
  page.addEventListener('focusin', ({ target }) => {
    way = target instanceof Element ? wayOut(target) : [];
  });
  // A click beside everything takes it from what is still there: that is no loss.
  page.addEventListener('focusout', () =>
    queueMicrotask(() => {
      if (way[0]?.isConnected && page.activeElement === page.body) way = [];
    }),
  );
  new MutationObserver(() => {
    if (way[0] === undefined || way[0].isConnected || page.activeElement !== page.body) return;
    const near = way.filter((each) => each.isConnected);
    way = [];
    focusOn(headingNear(near) ?? page.querySelector<HTMLElement>('main h1'));
  }).observe(page.body, { childList: true, subtree: true });
}

function wayOut(element: Element): readonly Element[] {
  const way: Element[] = [];
  for (let each: Element | null = element; each !== null; each = each.parentElement) way.push(each);
  return way;
}

/** Of the page or of the dialog: the headings of the navigation lead away from both. */
function headingNear(way: readonly Element[]): HTMLElement | undefined {
  const end = way.findIndex((each) => each.matches('main, dialog'));
  for (const each of way.slice(0, end + 1)) {
    const heading = each.querySelector<HTMLElement>('h1, h2, h3');
    if (heading) return heading;
  }
  return undefined;
}

/** Without a jump where it can be seen. */
function focusOn(heading: HTMLElement | null): void {
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView({ block: 'nearest' });
}
