import type { EngineOccurrences } from '../../src/telemetry/occurrences/engine.ts';
import type { LeaseOccurrences } from '../../src/telemetry/occurrences/lease.ts';
import type { RuleOccurrences } from '../../src/telemetry/occurrences/rules.ts';
import type { ShippingOccurrences } from '../../src/telemetry/occurrences/sending/shipping.ts';
import type { StoreOccurrences } from '../../src/telemetry/occurrences/store.ts';
import type { TailOccurrences } from '../../src/telemetry/occurrences/tail.ts';

/** What happened, in order: the name of the occurrence and what it said. */
export interface Recorded {
  readonly what: string;
  readonly details: Readonly<Record<string, unknown>>;
}

interface Recorder<Occurrences> {
  readonly occurrences: Occurrences;
  readonly recorded: readonly Recorded[];
  /** The names alone. */
  names(): readonly string[];
}

export function recordStore(): Recorder<StoreOccurrences> {
  return recorder((note) => ({
    opened: note('opened'),
    migrated: note('migrated'),
    waitingForDatabase: note('waitingForDatabase'),
    committed: () => {},
    failed: note('failed'),
    overloaded: () => {},
    recovered: note('recovered'),
    connectionLost: note('connectionLost'),
    auditPruned: note('auditPruned'),
    originsForgotten: note('originsForgotten'),
    eventsPruned: note('eventsPruned'),
  }));
}

export function recordShipping(): Recorder<ShippingOccurrences> {
  return recorder((note) => ({
    taken: () => {},
    sent: note('sent'),
    dropped: note('dropped'),
    retried: note('retried'),
    lost: note('lost'),
    recovered: note('recovered'),
  }));
}

export function recordLease(): Recorder<LeaseOccurrences> {
  return recorder((note) => ({
    acquired: note('acquired'),
    heldByOther: note('heldByOther'),
    staleOverwritten: note('staleOverwritten'),
    heartbeatLost: note('heartbeatLost'),
    released: note('released'),
    releaseMismatched: note('releaseMismatched'),
    taskFailed: note('taskFailed'),
  }));
}

export function recordTail(): Recorder<TailOccurrences> {
  return recorder((note) => ({
    started: note('started'),
    ended: note('ended'),
    gap: note('gap'),
    reconnected: note('reconnected'),
    unreadable: note('unreadable'),
    failed: note('failed'),
    overLimit: note('overLimit'),
    paused: () => note('paused')({}),
    committed: note('committed'),
    commitFailed: note('commitFailed'),
    happeningsDropped: note('happeningsDropped'),
    livesRefused: note('livesRefused'),
    commitRecovered: note('commitRecovered'),
    loadFailed: note('loadFailed'),
    sourceFailed: note('sourceFailed'),
  }));
}

export function recordEngine(): Recorder<EngineOccurrences> {
  return recorder((note) => ({
    begun: note('begun'),
    watched: note('watched'),
    lost: note('lost'),
    eventsRefused: note('eventsRefused'),
    eventsMissed: note('eventsMissed'),
    eventUnreadable: note('eventUnreadable'),
    namedTwice: note('namedTwice'),
    joinStartRefused: note('joinStartRefused'),
    ended: note('ended'),
  }));
}

export function recordRules(): Recorder<RuleOccurrences> {
  return recorder((note) => ({
    inForce: note('inForce'),
    notCompiled: note('notCompiled'),
    unread: note('unread'),
    readAgain: () => note('readAgain')({}),
    fileRead: note('fileRead'),
    fileRefused: note('fileRefused'),
    labelRefused: note('labelRefused'),
    hitsSaved: () => {},
    ruleChanged: note('ruleChanged'),
    muteChanged: note('muteChanged'),
  }));
}

type Note = (what: string) => (details: object) => void;

function recorder<Occurrences>(make: (note: Note) => Occurrences): Recorder<Occurrences> {
  const recorded: Recorded[] = [];
  const note: Note = (what) => (details) => recorded.push({ what, details: { ...details } });
  return { occurrences: make(note), recorded, names: () => recorded.map((entry) => entry.what) };
}
