import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.ts';
import { untilTold } from '../until-told.ts';
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

test('a link of which it was told that it leads to what is not there yet leads to that, before and after it is', async () => {
  const { links, log, at, leadTo } = given();
  leadTo('later.txt');
  links.turned(log);
  expect([await links.look(), links.realOf(log)]).toEqual([[], at('later.txt')]);
  writeFileSync(at('later.txt'), '');
  expect([await links.look(), links.realOf(log)]).toEqual([[], at('later.txt')]);
});

test('what may have become a link and is none leads nowhere', async () => {
  const { links, at } = given();
  links.mayLead(at('one.txt'));
  links.mayLead(at('none.txt'));
  expect([await links.look(), links.folders]).toEqual([[], []]);
});

test.each([
  ['came or went right behind that', true],
  ['neither came nor went', false],
])('of a link that was told to lead to nothing something may have been missed where it %s', async (_, isHeard) => {
  const { log, at, leadTo } = given();
  const missed: string[] = [];
  const links = new Links((one) => missed.push(one));
  leadTo('later.txt');
  links.turned(log);
  expect(links.leadsNowhere(log)).toBe(true);
  if (isHeard) links.cameOrWent(at('later.txt'));
  await untilTold();
  expect([missed, links.leadsNowhere(log)]).toEqual([isHeard ? [log] : [], false]);
  links.cameOrWent(at('later.txt'));
  await untilTold();
  expect(missed).toEqual(isHeard ? [log] : []);
});

test('where a link led to nothing and leads elsewhere before that is clear something may have been missed', async () => {
  const { log, leadTo } = given();
  const missed: string[] = [];
  const links = new Links((one) => missed.push(one));
  leadTo('later.txt');
  links.turned(log);
  leadTo('one.txt');
  links.turned(log);
  expect(links.leadsNowhere(log)).toBe(false);
  await untilTold();
  expect(missed).toEqual([log]);
});
