// Whether two triggers, or one before and after a change, send to different places or as different senders.
import { isDeepStrictEqual } from 'node:util';
import type { TriggerTarget } from './trigger.ts';

export const leadsElsewhere = (one: TriggerTarget, other: TriggerTarget): boolean =>
  one.channel !== other.channel || !isDeepStrictEqual(one.config.reveal(), other.config.reveal());
