import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import type { RuleFloodStanding, SavedFlood } from '../../src/core/lines/flood-state.ts';
import { joinedGap } from '../../src/core/lines/gaps/adjoining-gaps.ts';
import type { LivesChange, OriginLife, SavedLives } from '../../src/core/lines/lives.ts';
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
  create table if not exists memories (source text primary key, memory text not null);
  create table if not exists heard (source text primary key, position text not null);
  create table if not exists lives (origin text primary key, source text not null, course text not null, flood text);`;

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
  happenings: 'select keys.text from keys where keys.origin = 0',
  doubles: 'select count(*) as count from keys where keys.times > 1',
  putGap: 'insert into gaps (origin, gap) values (?, ?)',
  lastGap: 'select gaps.id, gaps.gap from gaps where gaps.origin = ? order by gaps.id desc limit 1',
  changeGap: 'update gaps set gap = ? where id = ?',
  gaps: 'select gaps.gap from gaps where gaps.origin = ? order by gaps.id',
  flood: 'select * from floods where floods.origin = ?',
  putFlood: 'insert or replace into floods (origin, standing) values (?, ?)',
  rules: 'select * from rules where rules.origin = ?',
  forgetRule: 'delete from rules where rules.origin = ? and rules.rule = ?',
  putRule: 'insert or replace into rules (origin, rule, standing) values (?, ?, ?)',
  memory: 'select memories.memory from memories where memories.source = ?',
  putMemory: 'insert or replace into memories (source, memory) values (?, ?)',
  heard: 'select heard.position from heard where heard.source = ?',
  putHeard: 'insert or replace into heard (source, position) values (?, ?)',
  lives: 'select * from lives where lives.source = ?',
  putLife: 'insert or replace into lives (origin, source, course, flood) values (?, ?, ?, ?)',
  dropLife: 'delete from lives where lives.origin = ?',
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
    const lives = this.#lives(source);
    return { memory, origins: this.#do.origins.all(source).map((row) => this.#saved(row)), ...(lives && { lives }) };
  }

  async loadOrigin(key: string): Promise<SavedOrigin | undefined> {
    const row = this.#do.origin.get(key);
    return row && this.#saved(row);
  }

  async commit({ origins, memories, lives = [] }: LedgerCommit<JudgedLine>): Promise<void> {
    this.#db.exec('begin immediate');
    try {
      for (const change of origins) this.#apply(change);
      for (const change of lives) this.#live(change);
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

  /** What was committed of happenings, in no order. */
  happenings(): readonly string[] {
    return this.#do.happenings.all().map(({ text }) => String(text));
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
    for (const effect of effects) this.#keep(id, effect);
    for (const gap of gaps) this.#keepGap(id, gap);
  }

  #keepGap(id: number, gap: Gap): void {
    const last = this.#do.lastGap.get(id);
    const joined = last && joinedGap(gapOf(JSON.parse(String(last.gap))), gap);
    if (joined) this.#do.changeGap.run(JSON.stringify(joined), Number(last.id));
    else this.#do.putGap.run(id, JSON.stringify(gap));
  }

  /** What happened to origins is kept as if it were lines of an origin 0. */
  #live({ source, position, origins, effects }: LivesChange<JudgedLine>): void {
    this.#do.putHeard.run(source, position);
    for (const [key, life] of origins) {
      if (life === undefined) this.#do.dropLife.run(key);
      else this.#do.putLife.run(key, source, life.course, life.flood ? textOfFlood(life.flood) : null);
    }
    for (const effect of effects) this.#keep(0, effect);
  }

  #lives(source: string): SavedLives | undefined {
    const position = this.#do.heard.get(source)?.position;
    if (position === undefined) return undefined;
    const origins = this.#do.lives.all(source).map(({ origin, course, flood }): readonly [string, OriginLife] => {
      return [
        String(origin),
        { course: String(course), flood: flood === null ? undefined : floodOfText(String(flood)) },
      ];
    });
    return { position: String(position), origins: new Map(origins) };
  }

  #keep(id: number, { stream, seconds, nanos, hashes, ordinal, text }: JudgedLine): void {
    this.#do.putKey.run(id, stream, seconds, nanos, ...hashes, ordinal, text);
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

const textOfFlood = ({ standing, rules }: SavedFlood): string => JSON.stringify({ standing, rules: [...rules] });

function floodOfText(text: string): SavedFlood {
  const { standing, rules }: { standing: SavedFlood['standing']; rules: readonly [string, RuleFloodStanding][] } =
    JSON.parse(text);
  const { time, epoch, bucket } = standing;
  const named = rules.map(([id, rule]) => [id, ruleOf(JSON.stringify(rule))] as const);
  return { standing: { time, epoch, bucket }, rules: new Map(named) };
}

function ruleOf(text: string): RuleFloodStanding {
  const { epoch, lastAdmitted, hits, heldBack, lastSeen, lastEvent } = JSON.parse(text);
  return { epoch, lastAdmitted, hits, heldBack, lastSeen, lastEvent };
}

/** JSON leaves out what is undefined; the port names it. */
const gapOf = ({ reason, from, to }: Gap): Gap => ({ reason, from, to });
