// What a huge backlog does to everybody else: a receiver that is back after an outage with 100,000 deliveries waiting, new events beside them, and then
// the trigger that is disabled: node bench/delivery/backlog.ts [--waiting N] [--seconds N] [postgres]
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { MeasuredReceiver } from '../../test/support/measured-receiver.ts';
import { benchDatabase } from './bench-database.ts';
import { quantile } from './measured.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { waiting: { type: 'string', default: '100000' }, seconds: { type: 'string', default: '20' } },
});
const [WAITING, SECONDS] = [Number(values.waiting), Number(values.seconds)];
const NEW_EVERY_MS = 200;
const MOST_NEW_MS = 1_000;
const MOST_GROWTH_MIB = 48;

const database = await benchDatabase(positionals.includes('postgres') ? 'postgres' : 'sqlite');
const receiver = new MeasuredReceiver();
await receiver.start();
const settings = {
  ...database.settings,
  TOCSIN_DOCKER_HOST: 'none',
  TOCSIN_EGRESS_ALLOW: `127.0.0.1/32:${receiver.port}`,
};
const triggerId = await leaveBacklog();

const server = await startServerProcess(settings);
/** Every second. */
const memory: number[] = [];
const asked = ask(server);
const sent = await sendNew(server);
const beside = await asked.stop();
const old = receiver.arrivals.filter(({ message }) => message.startsWith('old'));
const askedWhileEnding = ask(server);
const began = performance.now();
const { status } = await server.admin.send('PATCH', `/api/event-triggers/${triggerId}`, { enabled: false });
const disabledMs = performance.now() - began;
while ((await waiting()) > 0) await sleep(50);
const endedMs = performance.now() - began;
const ending = await askedWhileEnding.stop();
const [total] = await database.run(`select count(*) as n from deliveries where death = 'trigger_disabled'`);
await server.stop();
await receiver.stop();
await database.remove();

const half = memory.length >> 1;
const [before, after] = [memory.slice(0, half), memory.slice(half)].map((part) => quantile(part, 0.5) / 2 ** 20);
const growth = (after ?? 0) - (before ?? 0);
const newest = sent.map(
  ({ message, at }) => (receiver.arrivals.find((one) => one.message === message)?.at ?? Infinity) - at,
);
const line = (name: string, of: readonly number[]) =>
  console.log(
    `${name.padEnd(46)}${[0.5, 0.99, 1].map((share) => quantile(of, share).toFixed(1).padStart(9)).join('')} ms`,
  );
console.log(`${WAITING} waiting on ${database.name}, their receiver back for ${SECONDS} s: p50, p99, most`);
line('a new event to the same receiver', newest);
line('a request of the API beside it', beside);
line('a request of the API while the backlog is ended', ending);
console.log(
  `old ones that came ${old.length}, ${(old.length / SECONDS).toFixed(0)} a second; memory ${before?.toFixed(0)}, later ${after?.toFixed(0)} MiB`,
);
console.log(
  `the trigger disabled (${status}) in ${disabledMs.toFixed(0)} ms, all ${total?.n} ended after ${endedMs.toFixed(0)} ms`,
);
if (quantile(newest, 0.99) > MOST_NEW_MS || old.length < SECONDS * 20 || growth > MOST_GROWTH_MIB) process.exitCode = 1;

/** A trigger for which so much waits since an hour, in the tables of a server that has stopped. */
async function leaveBacklog(): Promise<string> {
  const { admin, stop } = await startServerProcess(settings);
  const hook = { name: 'hook', channel: 'webhook', config: { url: `${receiver.url}/hook` } };
  const trigger = String((await admin.post('/api/event-triggers', hook)).body?.id);
  await admin.post('/api/events', { severity: 'error', message: 'old' });
  while (receiver.arrivals.length === 0) await sleep(20);
  await stop();
  const columns = 'source, severity, metadata, workload_id, rule_id, class_id, series_id, created_at';
  const numbers = `with recursive n(n) as (select 1 union all select n + 1 from n where n < ${WAITING})`;
  await database.run(`insert into event_log (key, message, ${columns})
    ${numbers} select 'old ' || n, 'old ' || n, ${columns} from event_log, n where event_log.message = 'old'`);
  await database.run(`insert into deliveries (event_id, trigger_id, pending_since, due_at)
    select id, '${trigger}', created_at - 3600000 + id, created_at - 3600000 + id from event_log where message like 'old %'`);
  // As it has been done long ago where so much has come to wait.
  await database.run('analyze');
  receiver.arrivals.length = 0;
  return trigger;
}

async function sendNew({ admin, metric }: ServerProcess) {
  const sent: { readonly message: string; readonly at: number }[] = [];
  const until = performance.now() + SECONDS * 1_000;
  while (performance.now() < until) {
    const message = `new ${sent.length}`;
    sent.push({ message, at: performance.now() });
    await admin.post('/api/events', { severity: 'error', message });
    if (sent.length % 5 === 0) memory.push(await metric('process_resident_memory_bytes'));
    await sleep(NEW_EVERY_MS);
  }
  return sent;
}

/** Asks for something small again and again: what takes long was held up. */
function ask({ admin }: ServerProcess) {
  const took: number[] = [];
  let isOver = false;
  const ended = (async () => {
    while (!isOver) {
      const at = performance.now();
      await admin.get('/api/auth/me');
      took.push(performance.now() - at);
      await sleep(10);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await ended;
      return took;
    },
  };
}

async function waiting(): Promise<number> {
  const [row] = await database.run(`select count(*) as n from deliveries where state = 'pending'`);
  return Number(row?.n);
}
