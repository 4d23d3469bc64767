/** The samples with lines of a log: in the place of those that were taken before, where they still stand as they were, and below what somebody typed. */
export function withTaken(samples: string, before: string, lines: readonly string[]): string {
  const isUntouched = before !== '' && (samples === before || samples.endsWith(`\n${before}`));
  const typed = (isUntouched ? samples.slice(0, -before.length) : samples).replace(/\n+$/, '');
  return [...(typed === '' ? [] : [typed]), ...lines].join('\n');
}
