import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { Links } from './links.ts';

/** A link, and whatever it is led to. */
function given() {
  const folder = temporaryDirectory();
  const at = (name: string): string => path.join(folder, name);
  const leadTo = (name: string): void => {
    symlinkSync(at(name), at('app.log.new'));
    renameSync(at('app.log.new'), at('app.log'));
  };
  for (const name of ['one.txt', 'two.txt']) writeFileSync(at(name), '');
  return { links: new Links(), log: at('app.log'), at, leadTo };
}

test('a look at links says which of them lead elsewhere than was told', async () => {
  const { links, log, at, leadTo } = given();
  leadTo('one.txt');
  links.mayLead(log);
  expect([await links.look(), links.realOf(log)]).toEqual([[log], at('one.txt')]);
  expect(await links.look()).toEqual([]);
  leadTo('two.txt');
  expect([await links.look(), links.realOf(log)]).toEqual([[log], at('two.txt')]);
  leadTo('one.txt');
  links.turned(log);
  expect(await links.look()).toEqual([]);
});

test('a link of which it was told that it leads to what is not there yet leads to that as soon as it is', async () => {
  const { links, log, at, leadTo } = given();
  leadTo('later.txt');
  links.turned(log);
  expect([await links.look(), links.realOf(log)]).toEqual([[], undefined]);
  writeFileSync(at('later.txt'), '');
  expect([await links.look(), links.realOf(log)]).toEqual([[], at('later.txt')]);
});

test('what may have become a link and is none leads nowhere', async () => {
  const { links, at } = given();
  links.mayLead(at('one.txt'));
  links.mayLead(at('none.txt'));
  expect([await links.look(), links.folders]).toEqual([[], []]);
});
