// The kinds of reasons for which nothing, or no answer, comes over the network.

export const NET_FAULTS = [
  'invalid_target',
  'denied',
  'name_unknown',
  'name_unanswered',
  'unreachable',
  'not_listening',
  'tls',
  'timeout',
  'cut',
  'protocol',
  'stopped',
] as const;
/**
 * invalid_target: what was written leads nowhere, or is nothing that HTTP carries. denied: nothing may be sent there. name_unknown: DNS says that there is no such name.
 * name_unanswered: DNS says nothing of it just now. cut: the connection broke off without an answer.
 * protocol: what answered does not speak HTTP. stopped: we ourselves gave up.
 */
export type NetFaultKind = (typeof NET_FAULTS)[number];
