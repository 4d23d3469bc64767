// Patterns in which `*` stands for any characters and `?` for one; all else stands for itself, and the whole text must fit.

export type Glob = (text: string) => boolean;

/**
 * Takes at most pattern × text steps, whatever they are: when a letter does not fit, only the last star may take more,
 * because an earlier one that did could reach nothing that the last one cannot.
 */
export function compileGlob(pattern: string): Glob {
  // By code points, so that `?` is one character for everybody.
  const wanted = [...pattern.replace(/\*+/g, '*')];
  if (!wanted.includes('*') && !wanted.includes('?')) return (text) => text === pattern;
  return (text) => fits(wanted, [...text]);
}

function fits(wanted: readonly string[], text: readonly string[]): boolean {
  let [at, position] = [0, 0];
  let [star, taken] = [-1, 0];
  while (position < text.length) {
    if (wanted[at] === '*') {
      [star, taken] = [at, position];
      at++;
    } else if (wanted[at] === '?' || wanted[at] === text[position]) {
      at++;
      position++;
    } else if (star >= 0) {
      taken++;
      [at, position] = [star + 1, taken];
    } else return false;
  }
  return at === wanted.length || (at === wanted.length - 1 && wanted[at] === '*');
}
