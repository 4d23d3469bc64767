const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** A size with three figures at most: `512 B`, `1.25 MiB`, `84.2 MiB`, `3 GiB`. */
export function showBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  const digits = power === 0 || amount >= 100 ? 0 : amount >= 10 ? 1 : 2;
  return `${Number(amount.toFixed(digits))} ${UNITS[power]}`;
}
