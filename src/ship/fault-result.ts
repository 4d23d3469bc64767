// What it means for a batch that the network let nothing through.
import type { NetFaultKind } from '../core/deliveries/net-faults.ts';
import { masked } from '../net/http/masked.ts';
import type { NetFault } from '../net/net-fault.ts';
import type { SendResult } from './destination.ts';

/** Of these nothing will be otherwise before a person has done something. A name that DNS says nothing of just now is none of them. */
const LASTING: ReadonlySet<NetFaultKind> = new Set(['denied', 'name_unknown']);

/** @param secrets whatever must not come back in words */
export function failureOfFault(
  { kind, words, mayPass, needsPerson }: NetFault,
  secrets: readonly string[] = [],
): Extract<SendResult, { outcome: 'again' | 'refused' }> {
  const told = masked(words, secrets);
  const isLasting = !mayPass || needsPerson || LASTING.has(kind);
  return isLasting ? { outcome: 'refused', words: told, kind } : { outcome: 'again', words: told };
}
