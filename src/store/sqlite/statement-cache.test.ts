import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { StatementCache } from './statement-cache.ts';

describe('the cache of prepared statements', () => {
  test('compiles a text once', () => {
    const cache = new StatementCache(new DatabaseSync(':memory:'));
    expect(cache.get('select 1')).toBe(cache.get('select 1'));
  });

  test('keeps the statements that were used last, and no more than its capacity', () => {
    const cache = new StatementCache(new DatabaseSync(':memory:'), 2);
    const one = cache.get('select 1');
    const two = cache.get('select 2');
    cache.get('select 1');
    cache.get('select 3');
    expect(cache.size).toBe(2);
    expect(cache.get('select 1')).toBe(one);
    expect(cache.get('select 2')).not.toBe(two);
  });

  test('knows which statements give rows', () => {
    const db = new DatabaseSync(':memory:');
    db.exec('create table things (id integer)');
    const cache = new StatementCache(db);
    const texts = ['select things.id from things', 'insert into things values (1)', 'delete from things returning id'];
    expect(texts.map((text) => cache.get(text).givesRows)).toEqual([true, false, true]);
  });

  test('a statement survives a change of the tables', () => {
    const db = new DatabaseSync(':memory:');
    db.exec('create table things (id integer); insert into things values (1)');
    const cache = new StatementCache(db);
    const read = () =>
      cache
        .get('select * from things')
        .statement.all()
        .map((row) => ({ ...row }));
    expect(read()).toEqual([{ id: 1 }]);
    db.exec('alter table things add column name text');
    expect(read()).toEqual([{ id: 1, name: null }]);
  });
});
