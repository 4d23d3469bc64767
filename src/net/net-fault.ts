// Why nothing, or no answer, came over the network: a kind for programs, and a sentence for people that holds no secret.
import type { NetFaultKind } from '../core/deliveries/net-faults.ts';

export interface NetFault {
  readonly kind: NetFaultKind;
  readonly words: string;
  /** Whether the same target can fare otherwise next time; not where the target itself is wrong. */
  readonly mayPass: boolean;
  /** Each attempt fares as this one did until somebody has done something: at a certificate, at a server that is too old, or at what is set here. */
  readonly needsPerson?: true;
}

/** Always of these. A name that DNS says nothing of just now is none of them. */
const NEED_A_PERSON: ReadonlySet<NetFaultKind> = new Set(['denied', 'name_unknown']);

export const netFault = (kind: NetFaultKind, words: string): NetFault => ({
  ...{ kind, words, mayPass: true },
  ...(NEED_A_PERSON.has(kind) && { needsPerson: true }),
});
export const lastingFault = (kind: NetFaultKind, words: string): NetFault => ({ kind, words, mayPass: false });

export const STOPPED: NetFault = netFault('stopped', 'It was given up before there was an answer.');
