// What it means for a batch that the network let nothing through.
import { masked } from '../net/http/masked.ts';
import type { NetFault } from '../net/net-fault.ts';
import type { SendResult } from './destination.ts';

/** @param secrets whatever must not come back in words */
export function failureOfFault(
  { kind, words, mayPass, needsPerson }: NetFault,
  secrets: readonly string[] = [],
): Extract<SendResult, { outcome: 'again' | 'refused' }> {
  const told = masked(words, secrets);
  return !mayPass || needsPerson ? { outcome: 'refused', words: told, kind } : { outcome: 'again', words: told };
}
