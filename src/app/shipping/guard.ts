// The guard of what is shipped: that of deliveries, but that a host which the start-up configuration names may be this machine itself.
import type { Clock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';
import { GuardedConnect } from '../../net/egress/guarded-connect.ts';
import { createLookup, type Lookup } from '../../net/egress/lookup.ts';
import type { Target, TargetResult } from '../../net/egress/target.ts';
import { type NetFault, netFault, STOPPED } from '../../net/net-fault.ts';
import { createEgressPolicy, type EgressParts } from '../sending/egress.ts';

export type Guard = Pick<GuardedConnect, 'connect' | 'judge'>;

export interface GuardSettings {
  readonly config: EgressParts['config'] & { readonly port: number };
  readonly clock: Clock;
  readonly lookup?: Lookup;
  /** Resolves to the port at which the server listens in the end, where the system chooses one. */
  readonly listensAt?: Promise<number>;
}

/** Names of places of Tocsin's own are looked up meanwhile, and nothing goes before that. */
const READY_MS = 5_000;

export function guardTo(
  targets: readonly TargetResult<Target>[],
  { config, clock, lookup = createLookup(), listensAt }: GuardSettings,
): Guard {
  const named = targets.flatMap((read) => (read.ok ? [read.target] : []));
  const guardWithout = (port: number): Promise<GuardedConnect> => {
    const policy = createEgressPolicy({ config, port, lookup, named });
    const made = policy.then((one) => new GuardedConnect({ policy: one, lookup, clock }));
    // It is whoever sends that learns of it; until then nobody listens.
    made.catch(() => {});
    return made;
  };
  let guard = guardWithout(config.port);
  void listensAt?.then((port) => {
    if (port !== config.port) guard = guardWithout(port);
  });
  const guarded = async <Result>(
    use: (guard: GuardedConnect) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result | { readonly ok: false; readonly fault: NetFault }> => {
    const ready = await within(guard, { clock, ms: READY_MS, signal });
    if (ready !== undefined) return await use(ready);
    return { ok: false, fault: signal.aborted ? STOPPED : UNREADY };
  };
  return {
    connect: (target, signal) => guarded((one) => one.connect(target, signal), signal),
    judge: (target, signal) => guarded((one) => one.judge(target, signal), signal),
  };
}

const UNREADY = netFault(
  'name_unanswered',
  'The names of the database and the engines cannot be looked up now, and nothing may go there by mistake.',
);
