/**
 * Draws each item once, and gives the same drawing for it from then on: what draws a page leaves alone what it has drawn already.
 * Whatever else a drawing shows has to stay as it is for as long as the function is used. A drawing goes with its item.
 */
export function keptDrawings<Item extends object, Drawing>(draw: (item: Item) => Drawing): (item: Item) => Drawing {
  const kept = new WeakMap<Item, Drawing>();
  return (item) => {
    const known = kept.get(item);
    if (known !== undefined) return known;
    const drawing = draw(item);
    kept.set(item, drawing);
    return drawing;
  };
}
