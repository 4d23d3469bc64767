// Puts together what channels send with: the guard made of the settings, and the clock and the time zone of the machine.
import type { SendTools } from '../../channels/channel.ts';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../core/clock.ts';
import { GuardedConnect } from '../../net/egress/guarded-connect.ts';
import { createLookup } from '../../net/egress/lookup.ts';
import { GuardedFetch } from '../../net/guarded-fetch.ts';
import { createEgressPolicy } from './egress.ts';

export interface SendParts {
  readonly config: Pick<Config, 'egressAllow' | 'egressPrivate' | 'host' | 'databaseUrl' | 'dockerHost'>;
  /** At which the server listens in the end. */
  readonly port: number;
  readonly clock: Clock;
}

export interface SendKit extends SendTools {
  readonly http: GuardedFetch;
}

export async function createSendTools({ config, port, clock }: SendParts): Promise<SendKit> {
  const lookup = createLookup();
  const policy = await createEgressPolicy({ config, port, lookup });
  const connect = new GuardedConnect({ policy, lookup, clock });
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { http: new GuardedFetch({ connect, clock }), connect, clock, timeZone, trust: [] };
}
