import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import type { RuleFloodStanding, SavedFlood } from '../../src/core/lines/flood-state.ts';
import { applyPositionChange } from '../../src/core/lines/position-change.ts';
import type { Gap, SavedPosition } from '../../src/core/lines/reading.ts';
import type { LedgerCommit, OriginChange, OriginStanding, SavedOrigin } from '../../src/core/lines/standing.ts';
import type { Ledger } from '../../src/tail/ledger.ts';
import type { JudgedLine } from './judge-every-line.ts';

/** A line as the ledger holds it. */
export interface LedgerLine extends JudgedLine {
  /** How often it was committed: 1 when all is well. */
  readonly times: number;
}

const GAPS_SHOWN = 20;

const TABLES = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  create table if not exists origins (
    id integer primary key, key text not null unique, source text not null, standing text not null,
    lines integer not null default 0, bytes integer not null default 0, late_lines integer not null default 0);
  create table if not exists positions (
    origin integer primary key, head text not null, tail blob not null, tail_from integer not null);
  create table if not exists keys (
    origin integer not null, stream integer not null, seconds integer not null, nanos integer not null,
    hash_a integer not null, hash_b integer not null, ordinal integer not null, text text not null,
    times integer not null default 1,
    primary key (origin, stream, seconds, nanos, hash_a, hash_b, ordinal)) without rowid;
  create table if not exists gaps (id integer primary key, origin integer not null, gap text not null);
  create table if not exists floods (origin integer primary key, standing text not null) without rowid;
  create table if not exists rules (
    origin integer not null, rule text not null, standing text not null, primary key (origin, rule)) without rowid;
  create table if not exists memories (source text primary key, memory text not null);`;

const STATEMENTS = {
  origins: 'select * from origins where origins.source = ? order by origins.id',
  origin: 'select * from origins where origins.key = ?',
  putOrigin: `insert into origins (key, source, standing, lines, bytes, late_lines) values (?, ?, ?, ?, ?, ?)
    on conflict (key) do update set source = excluded.source, standing = excluded.standing,
    lines = lines + excluded.lines, bytes = bytes + excluded.bytes, late_lines = late_lines + excluded.late_lines
    returning id`,
  position: 'select * from positions where positions.origin = ?',
  putPosition: 'insert or replace into positions (origin, head, tail, tail_from) values (?, ?, ?, ?)',
  putKey: `insert into keys (origin, stream, seconds, nanos, hash_a, hash_b, ordinal, text) values (?, ?, ?, ?, ?, ?, ?, ?)
    on conflict do update set times = times + 1`,
  keys: `select keys.* from keys join origins on origins.id = keys.origin where origins.key = ?
    order by keys.seconds, keys.nanos, keys.stream, keys.ordinal`,
  doubles: 'select count(*) as count from keys where keys.times > 1',
  putGap: 'insert into gaps (origin, gap) values (?, ?)',
  gaps: 'select gaps.gap from gaps where gaps.origin = ? order by gaps.id',
  flood: 'select * from floods where floods.origin = ?',
  putFlood: 'insert or replace into floods (origin, standing) values (?, ?)',
  rules: 'select * from rules where rules.origin = ?',
  forgetRule: 'delete from rules where rules.origin = ? and rules.rule = ?',
  putRule: 'insert or replace into rules (origin, rule, standing) values (?, ?, ?)',
  memory: 'select memories.memory from memories where memories.source = ?',
  putMemory: 'insert or replace into memories (source, memory) values (?, ?)',
} as const;

type Row = Record<string, SQLOutputValue>;

/**
 * A ledger that proves: it keeps the identity of each line, and records it when one is committed twice. It knows nothing of
 * what lies behind a tail, and shares no code with the store. In memory, or in a file that outlives a process that is killed.
 */
export class TestLedger implements Ledger<JudgedLine> {
  readonly #db: DatabaseSync;
  readonly #do: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;

  constructor(file = ':memory:') {
    this.#db = new DatabaseSync(file, { timeout: 5_000 });
    this.#db.exec(TABLES);
    const prepared = Object.entries(STATEMENTS).map(([name, text]) => [name, this.#db.prepare(text)]);
    // Each statement is prepared under its own name, which the compiler cannot follow.
    this.#do = Object.fromEntries(prepared) as Record<keyof typeof STATEMENTS, StatementSync>;
  }

  async load(source: string) {
    const { memory } = this.known(source);
    return { memory, origins: this.#do.origins.all(source).map((row) => this.#saved(row)) };
  }

  async loadOrigin(key: string): Promise<SavedOrigin | undefined> {
    const row = this.#do.origin.get(key);
    return row && this.#saved(row);
  }

  async commit({ origins, memories }: LedgerCommit<JudgedLine>): Promise<void> {
    this.#db.exec('begin immediate');
    try {
      for (const change of origins) this.#apply(change);
      for (const { source, memory } of memories) this.#do.putMemory.run(source, memory);
      this.#db.exec('commit');
    } catch (error) {
      this.#db.exec('rollback');
      throw error;
    }
  }

  close(): void {
    this.#db.close();
  }

  /** The lines of an origin that were committed, by their time. */
  lines(key: string): readonly LedgerLine[] {
    return this.#do.keys.all(key).map((row) => ({
      stream: Number(row.stream),
      seconds: Number(row.seconds),
      nanos: Number(row.nanos),
      hashes: [Number(row.hash_a), Number(row.hash_b)],
      ordinal: Number(row.ordinal),
      text: String(row.text),
      times: Number(row.times),
    }));
  }

  /** The head of an origin's position, at this moment. */
  head(key: string): string | undefined {
    const id = this.#do.origin.get(key)?.id;
    return id === undefined ? undefined : this.#position(Number(id))?.head;
  }

  /** What is remembered of a source, and which origins of it are known, at this moment. */
  known(source: string): { readonly memory: string | undefined; readonly keys: readonly string[] } {
    const memory = this.#do.memory.get(source)?.memory;
    return {
      memory: memory === undefined ? undefined : String(memory),
      keys: this.#do.origins.all(source).map(({ key }) => String(key)),
    };
  }

  /** How many lines were committed more than once. */
  doubles(): number {
    return Number(this.#do.doubles.get()?.count);
  }

  #apply(change: OriginChange<JudgedLine>): void {
    const { origin, lines, bytes, lateLines, position, flood, effects, gaps } = change;
    const standing = JSON.stringify(standingOf(change));
    const row = this.#do.putOrigin.get(origin.key, origin.source, standing, lines, bytes, lateLines);
    const id = Number(row?.id);
    if (position) {
      const { head, tail, tailFrom } = applyPositionChange(this.#position(id), position);
      this.#do.putPosition.run(id, head, tail, tailFrom);
    }
    if (flood) this.#do.putFlood.run(id, JSON.stringify(flood.standing));
    for (const rule of flood?.forgotten ?? []) this.#do.forgetRule.run(id, rule);
    for (const [rule, standing] of flood?.rules ?? []) this.#do.putRule.run(id, rule, JSON.stringify(standing));
    for (const { stream, seconds, nanos, hashes, ordinal, text } of effects)
      this.#do.putKey.run(id, stream, seconds, nanos, ...hashes, ordinal, text);
    for (const gap of gaps) this.#do.putGap.run(id, JSON.stringify(gap));
  }

  #saved(row: Row): SavedOrigin {
    const id = Number(row.id);
    const { origin, foundAt, watchedSince, cursor, settled, gone } = JSON.parse(String(row.standing));
    const gaps: Gap[] = this.#do.gaps.all(id).map(({ gap }) => gapOf(JSON.parse(String(gap))));
    return {
      ...{ origin, foundAt, settled, gone, cursor },
      watchedSince: { stdout: watchedSince.stdout, stderr: watchedSince.stderr },
      position: this.#position(id),
      lines: Number(row.lines),
      bytes: Number(row.bytes),
      lateLines: Number(row.late_lines),
      gapsTotal: gaps.length,
      latestGaps: gaps.slice(-GAPS_SHOWN),
      flood: this.#flood(id),
    };
  }

  #flood(id: number): SavedFlood | undefined {
    const row = this.#do.flood.get(id);
    if (row === undefined) return undefined;
    const { time, epoch, bucket } = JSON.parse(String(row.standing));
    const rules = this.#do.rules.all(id).map(({ rule, standing }) => [String(rule), ruleOf(String(standing))] as const);
    return { standing: { time, epoch, bucket }, rules: new Map(rules) };
  }

  #position(id: number): SavedPosition | undefined {
    const row = this.#do.position.get(id);
    if (row === undefined || !(row.tail instanceof Uint8Array)) return undefined;
    return { head: String(row.head), tail: row.tail, tailFrom: Number(row.tail_from) };
  }
}

const standingOf = ({ origin, foundAt, watchedSince, cursor, settled, gone }: OriginStanding): OriginStanding => ({
  ...{ origin, foundAt, watchedSince, cursor, settled, gone },
});

function ruleOf(text: string): RuleFloodStanding {
  const { epoch, lastAdmitted, hits, heldBack, lastSeen, lastEvent } = JSON.parse(text);
  return { epoch, lastAdmitted, hits, heldBack, lastSeen, lastEvent };
}

/** JSON leaves out what is undefined; the port names it. */
const gapOf = ({ reason, from, to }: Gap): Gap => ({ reason, from, to });
