// The whole server, which writes down when a line has come to each stage of its way to the webhook, into the file that STAGES_FILE names.
// Nothing is another than in the server itself: it puts itself around the methods in which a stage ends, before the server is loaded.
import { writeFileSync } from 'node:fs';
import { GuardedConnect } from '../../src/net/egress/guarded-connect.ts';
import { GuardedFetch } from '../../src/net/guarded-fetch.ts';
import { Ahead } from '../../src/net/http/ahead.ts';
import { Deliveries } from '../../src/store/deliveries/deliveries.ts';
import { Database } from '../../src/store/door/database.ts';
import { HandOver } from '../../src/store/events/outbox/hand-over.ts';
import { OriginLedger } from '../../src/store/watching/watching.ts';
import { Tail } from '../../src/tail/tail.ts';
import { type Stage, stageClock } from './stages.ts';

const file = process.env.STAGES_FILE ?? '';
const marks: (readonly [Stage, number])[] = [];
const reached = (stage: Stage): void => void marks.push([stage, stageClock()]);
process.once('exit', () => writeFileSync(file, JSON.stringify(marks)));

const { lines } = Tail.prototype;
Tail.prototype.lines = function (batch) {
  reached('read');
  lines.call(this, batch);
  reached('judged');
};

/** Set while the door to the database is asked for the transaction of a ledger: it is called before anything is awaited. */
let isLedger = false;
const { commit } = OriginLedger.prototype;
OriginLedger.prototype.commit = function (what) {
  reached('begun');
  isLedger = true;
  try {
    return commit.call(this, what);
  } finally {
    isLedger = false;
  }
};

const { write } = Database.prototype;
Database.prototype.write = async function (work) {
  const ofLedger = isLedger;
  const result = await write.call(this, async (trx) => {
    const done = await work(trx);
    if (ofLedger) reached('written');
    return done;
  });
  if (ofLedger) reached('committed');
  // Whatever the work gave: `call` forgets the type of it.
  return result as never;
};

const { durable } = HandOver.prototype;
HandOver.prototype.durable = function () {
  // It is told before whoever has asked for the transaction is.
  reached('committed');
  reached('claimed');
  durable.call(this);
};

const { claim, mark } = Deliveries.prototype;
Deliveries.prototype.claim = async function (request) {
  const claimed = await claim.call(this, request);
  if (claimed.length > 0) reached('claimed');
  return claimed;
};
Deliveries.prototype.mark = async function (given, standings) {
  const marked = await mark.call(this, given, standings);
  reached('marked');
  return marked;
};

const { connect } = GuardedConnect.prototype;
GuardedConnect.prototype.connect = async function (target, signal) {
  const connected = await connect.call(this, target, signal);
  reached('connected');
  return connected;
};

// One that was made while the event was stored ends no stage by itself: the request takes it when that is durable.
const { take } = Ahead.prototype;
Ahead.prototype.take = async function (target, signal) {
  const taken = await take.call(this, target, signal);
  if (taken?.ok) reached('connected');
  return taken;
};

const { send } = GuardedFetch.prototype;
GuardedFetch.prototype.send = async function (request) {
  const exchanged = await send.call(this, request);
  reached('answered');
  return exchanged;
};

await import('../../src/main.ts');
