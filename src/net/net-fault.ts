// Why nothing, or no answer, came over the network: a kind for programs, and a sentence for people that holds no secret.

export const NET_FAULTS = [
  'invalid_target',
  'denied',
  'name_unknown',
  'unreachable',
  'not_listening',
  'tls',
  'timeout',
  'cut',
  'protocol',
  'stopped',
] as const;
/**
 * invalid_target: what was written leads nowhere. denied: nothing may be sent there. cut: the connection broke off without an answer.
 * protocol: what answered does not speak HTTP. stopped: we ourselves gave up.
 */
export type NetFaultKind = (typeof NET_FAULTS)[number];

export interface NetFault {
  readonly kind: NetFaultKind;
  readonly words: string;
  /** Whether the same target can fare otherwise next time; not where the target itself is wrong. */
  readonly mayPass: boolean;
}

export const netFault = (kind: NetFaultKind, words: string): NetFault => ({ kind, words, mayPass: true });
export const lastingFault = (kind: NetFaultKind, words: string): NetFault => ({ kind, words, mayPass: false });

export const STOPPED: NetFault = netFault('stopped', 'It was given up before there was an answer.');
