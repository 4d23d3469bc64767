// Which events go where: what a trigger says, and what became of it.
import type { Severity } from '../severity.ts';
import type { Sealed } from './sealed.ts';

export const TRIGGER_ORIGINS = ['api', 'yaml'] as const;
export type TriggerOrigin = (typeof TRIGGER_ORIGINS)[number];

/** There are no more in the store; each is asked about every event. */
export const MOST_TRIGGERS = 200;
export const MOST_TRIGGER_NAME_CHARACTERS = 100;
/** Of severities, of sources and of workloads, each. */
export const MOST_IN_FILTER = 200;

/** All that is given must hold; an empty list passes all. */
export interface TriggerFilter {
  readonly severities: readonly Severity[];
  readonly sources: readonly string[];
  readonly workloadIds: readonly string[];
  /** Finds its place anywhere in the message. */
  readonly messageRegex: string | null;
}

/** What a channel needs to know of its target, secrets among it. */
export type ChannelConfig = Readonly<Record<string, unknown>>;

/** How something is sent: by which channel, to which target. */
export interface TriggerTarget {
  readonly channel: string;
  readonly config: Sealed<ChannelConfig>;
}

export interface TriggerDefinition extends TriggerTarget {
  readonly name: string;
  readonly enabled: boolean;
  readonly filter: TriggerFilter;
}

export interface Trigger extends TriggerDefinition {
  readonly id: string;
  readonly origin: TriggerOrigin;
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
}

export const SUSPENSIONS = ['gone', 'failing'] as const;
/** gone: the receiver said that it is not there any more. failing: nothing but failure in five days of trying. */
export type Suspension = (typeof SUSPENSIONS)[number];

/** What deliveries have shown of a trigger. */
export interface TriggerStanding {
  /** The first of the failures that no success has followed. */
  readonly failingSince: number | null;
  /** The last of them that was counted. */
  readonly failedAt: number | null;
  /** How much of the time between them counts as one in which something was tried. */
  readonly failingMs: number;
  readonly suspendedAt: number | null;
  readonly suspension: Suspension | null;
}

export const SOUND: TriggerStanding = {
  failingSince: null,
  failedAt: null,
  failingMs: 0,
  suspendedAt: null,
  suspension: null,
};

export const PASSES_ALL: TriggerFilter = { severities: [], sources: [], workloadIds: [], messageRegex: null };
