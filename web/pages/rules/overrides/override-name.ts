const MOST_CHARACTERS = 100;

/** A name that no other rule of the workload has, and that says where it holds. */
export const nameIn = (rule: string, workload: string): string => within(rule, ` (in ${workload})`);

/** The same of one that only switches the rule off there. */
export const nameNotIn = (rule: string, workload: string): string => within(rule, ` (not in ${workload})`);

/** Both together are no longer than a name may be. */
function within(rule: string, end: string): string {
  const whole = `${rule.slice(0, Math.max(1, MOST_CHARACTERS - end.length))}${end}`;
  // A cut may part the two halves of a character.
  return whole
    .slice(0, MOST_CHARACTERS)
    .replaceAll(/\p{Cs}/gu, '')
    .trim();
}
