// How the generated Unicode tables write numbers: compactly, and quick to read.

/** The numbers that a generated table writes as distances in base 36: `a,1,5` is 10, 11, 16. */
export function fromDistances(text: string): number[] {
  let last = 0;
  return text.split(',').map((distance) => {
    last += Number.parseInt(distance, 36);
    return last;
  });
}
