import type { PutInForce } from './put-in-force.ts';
import { inForceWords } from './starter-words.ts';

/** Of the first trigger: what it takes, which rules came into force with it, and why the next line like an event that came before it may be told of minutes later only. */
export function begunWords(name: string, rules: PutInForce | undefined, hasEarlier: boolean): string {
  const said = [`“${name}” takes every event from now on.`];
  if (rules) said.push(inForceWords(rules));
  if (hasEarlier)
    said.push(
      'Some came before it: more like these are told of once the cooldown of their rule is over, all others at once.',
    );
  return said.join(' ');
}
