const MOST_CHARACTERS = 100;

/** A name that no other rule has, and that says what the override is for; within what a name may have. */
export function overrideName(rule: string, workload: string): string {
  const end = ` (not in ${workload})`;
  const whole = `${rule.slice(0, Math.max(1, MOST_CHARACTERS - end.length))}${end}`;
  // A cut may part the two halves of a character.
  return whole
    .slice(0, MOST_CHARACTERS)
    .replaceAll(/\p{Cs}/gu, '')
    .trim();
}
