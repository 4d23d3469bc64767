// What may be wrong with a request to an engine, as data: a kind for programs, and a sentence for people.

export const ENGINE_FAULTS = [
  'address',
  'socket_missing',
  'permission',
  'not_listening',
  'not_an_engine',
  'unreachable',
  'tls',
  'version',
  'refused',
  'cut',
  'protocol',
  'timeout',
  'closed',
] as const;
/**
 * address: it is none that can be spoken to. refused: it answered with an error status. cut: the connection broke off.
 * protocol: what it sent cannot be read. closed: we ourselves gave up.
 */
export type EngineFaultKind = (typeof ENGINE_FAULTS)[number];

/** Why a request brought nothing. */
export interface EngineFault {
  readonly kind: EngineFaultKind;
  /** A sentence that says what is wrong and what a person can do about it. It holds no secret. */
  readonly words: string;
  /** Only when the engine answered: its status, and the `message` of its own. */
  readonly status?: number;
  readonly message?: string;
}

export const fault = (kind: EngineFaultKind, words: string): EngineFault => ({ kind, words });
