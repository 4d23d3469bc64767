// What the dispatcher needs of a store.
import type {
  Burial,
  ClaimedDelivery,
  ClaimRequest,
  Counted,
  DeliveryMark,
  PutOffPlace,
  PutOffStep,
  StandingChange,
} from '../../core/deliveries/delivery-work.ts';

export interface DeliveryStore {
  /** Whether other instances share the outbox. */
  readonly isShared: boolean;
  /** What is due through one trigger. Where others share it, it is this caller's for a minute. He keeps in mind what he has, as a crash of the database may forget it. */
  claim(request: ClaimRequest): Promise<readonly ClaimedDelivery[]>;
  /** When the next one is due, besides those and what others have; undefined when none waits. */
  nextDue(triggerId: string, except: ReadonlySet<string>): Promise<number | undefined>;
  /** In one transaction. */
  mark(marks: readonly DeliveryMark[], standings: readonly StandingChange[]): Promise<Counted>;
  countPending(most: number): Promise<number>;
  /** Through which of these triggers something is due, as far as nobody else has it. */
  dueTriggers(triggerIds: readonly string[], now: number): Promise<readonly string[]>;
  /** Through which of these triggers something is put off. */
  putOffTriggers(triggerIds: readonly string[], now: number): Promise<readonly string[]>;
  /** Some hundreds of what is put off, of which none is to wait longer than it was put off for; gives how many did, and where to go on. */
  shortenWaits(step: PutOffStep): Promise<{ readonly shortened: number; readonly after: PutOffPlace | undefined }>;
  /** Triggers for which something waits, apart from those. */
  otherTriggers(known: readonly string[], most: number): Promise<readonly string[]>;
  /** Ends what waits since before a time, some hundreds at most; gives how many. */
  bury(burial: Burial): Promise<number>;
  /** The same, unless the trigger is by now one through which something may be sent. */
  buryUnwanted(burial: Burial): Promise<number>;
}
