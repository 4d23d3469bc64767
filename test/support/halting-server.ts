// The whole server, which stands still for ever at one point on the way of a delivery, to be killed there: `TOCSIN_TEST_HALT=claimed`, and a SIGUSR2
// when it is to be the next time that it comes there. Nothing is another than in the server itself; only between two of its steps nothing follows.
import { writeSync } from 'node:fs';
import { GuardedConnect } from '../../src/net/egress/guarded-connect.ts';
import { GuardedFetch } from '../../src/net/guarded-fetch.ts';
import { Deliveries } from '../../src/store/deliveries/deliveries.ts';
import { Database } from '../../src/store/door/database.ts';
import { EventLog } from '../../src/store/events/event-log.ts';
import { HandOver } from '../../src/store/events/outbox/hand-over.ts';
import { OriginLedger } from '../../src/store/watching/watching.ts';
import { Dispatcher } from '../../src/triggers/dispatch/dispatcher.ts';

/** Which of our transactions is being asked for at this moment: the door to the database is called before anything is awaited. */
let asking: 'event' | 'line' | 'claim' | 'mark' | undefined;
let isArmed = false;

process.on('SIGUSR2', () => {
  isArmed = true;
  writeSync(1, 'armed\n');
});

function reached(point: string): void {
  if (!isArmed || point !== process.env.TOCSIN_TEST_HALT) return;
  writeSync(1, `halted at ${point}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function during<Result>(what: typeof asking, call: () => Result): Result {
  asking = what;
  try {
    return call();
  } finally {
    asking = undefined;
  }
}

const { append } = EventLog.prototype;
EventLog.prototype.append = function (events) {
  return during('event', () => append.call(this, events));
};

const { commit } = OriginLedger.prototype;
OriginLedger.prototype.commit = function (what) {
  // Of all that is committed for a container, what has an event in it.
  const hasEvent = what.origins.some(({ effects }) => effects.length > 0);
  return hasEvent ? during('line', () => commit.call(this, what)) : commit.call(this, what);
};

const { durable } = HandOver.prototype;
HandOver.prototype.durable = function () {
  reached('handed_over');
  durable.call(this);
};

// To be claimed, it has to find no room at the moment at which it is stored.
const { reserve } = Dispatcher.prototype;
Dispatcher.prototype.reserve = function (triggerId) {
  return process.env.TOCSIN_TEST_HALT === 'claimed' ? undefined : reserve.call(this, triggerId);
};

const { claim, mark } = Deliveries.prototype;
Deliveries.prototype.claim = async function (request) {
  const claimed = await during('claim', () => claim.call(this, request));
  if (claimed.length > 0) reached('claimed');
  return claimed;
};
Deliveries.prototype.mark = function (marks, standings) {
  return during('mark', () => mark.call(this, marks, standings));
};

const { write } = Database.prototype;
Database.prototype.write = async function (work) {
  const of = asking;
  const result = await write.call(this, async (trx) => {
    const done = await work(trx);
    if (of !== undefined && of !== 'claim') reached(`${of}_written`);
    return done;
  });
  if (of !== undefined && of !== 'claim') reached(`${of}_committed`);
  // Whatever the work gave: `call` forgets the type of it.
  return result as never;
};

const { connect } = GuardedConnect.prototype;
GuardedConnect.prototype.connect = async function (target, signal) {
  const connected = await connect.call(this, target, signal);
  if (connected.ok) reached('connected');
  return connected;
};

const { send } = GuardedFetch.prototype;
GuardedFetch.prototype.send = async function (request) {
  const exchanged = await send.call(this, request);
  if (exchanged.ok) reached('answered');
  return exchanged;
};

await import('../../src/main.ts');
