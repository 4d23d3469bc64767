/** `1 line`, `1,904 lines`: how many there are of what. */
export function showCount(count: number, one: string, several = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : several}`;
}

/** The same, where none is said as a word: `no gap`. */
export function showCountOrNo(count: number, one: string, several?: string): string {
  return count === 0 ? `no ${one}` : showCount(count, one, several);
}
