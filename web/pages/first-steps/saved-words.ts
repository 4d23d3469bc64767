/** Of the first trigger: what it takes, and why the next line like an event that came before it may be told of minutes later only. */
export function savedWords(name: string, hasEarlier: boolean): string {
  const taken = `“${name}” takes every event from now on.`;
  if (!hasEarlier) return taken;
  return `${taken} Some came before it: more like these are told of once the cooldown of their rule is over, all others at once.`;
}
