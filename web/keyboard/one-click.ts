// Whoever clicks a button twice in a row means it once: the second click would change back what the first has changed, or meet what stands there by then.

export function takeDoubleClicksAsOne(page: Document): void {
  const stop = (event: MouseEvent): void => {
    if (event.detail < 2 || !(event.target instanceof Element) || event.target.closest('button') === null) return;
    event.preventDefault();
    event.stopPropagation();
  };
  page.addEventListener('click', stop, true);
}
