const DAY_MS = 86_400_000;

/** How long a token may live, as one chooses it. */
export const LIFETIMES = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: 'never', label: 'It does not expire' },
] as const;

export const USUAL_LIFETIME = '365';

/** When a token that is made now ends; null when it never does. */
export function expiryOf(lifetime: string | undefined, now: number): string | null {
  const known = LIFETIMES.find(({ value }) => value === lifetime)?.value ?? USUAL_LIFETIME;
  return known === 'never' ? null : new Date(now + Number(known) * DAY_MS).toISOString();
}
