import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { codeIn } from '../../../test/support/code-files.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { derivedTriggerId } from '../../core/deliveries/trigger-id.ts';
import { TriggerFile } from './trigger-file.ts';

const trigger = (name: string, topic: string): string =>
  `  - {name: ${name}, channel: telegram, config: {chat_id: "${topic}", token_file: token}}\n`;
const file = (...triggers: readonly string[]): string => `triggers:\n${triggers.join('')}`;
const TOKEN = '1:abcdefghijklmnop';

/** A file that is looked at, beside it the file of a secret. */
function scene(text: string) {
  const folder = temporaryDirectory();
  const write = (next: string, name = 'tocsin.yaml') => writeFileSync(path.join(folder, name), next);
  write(TOKEN, 'token');
  write(text);
  const clock = new ManualClock();
  const told: string[] = [];
  const { triggerFile: start } = codeIn(folder);
  const triggers = new TriggerFile({
    ...{ start, clock },
    occurrences: {
      fileRead: ({ triggers: count }) => told.push(`read ${count}`),
      fileRefused: ({ faults }) => told.push(`refused ${faults.length}`),
    },
  });
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const changes: (readonly string[])[] = [];
  void triggers.run(
    (all) => changes.push(all.map(({ id, is }) => (is === 'changed' ? id : `${id} ${is}`))),
    stop.signal,
  );
  const shown = () => triggers.triggers.map(({ name, config }) => `${name} ${config.reveal().chat_id}`);
  return { folder, write, clock, told, triggers, changes, shown };
}

describe('the triggers of the configuration file', () => {
  test('are there from the start, and others half a second after the file has changed, which says which ones', async () => {
    const { write, clock, shown, changes, told, triggers } = scene(file(trigger('a', '1'), trigger('b', '1')));
    await clock.advance(10_000);
    const before = triggers.triggers;
    expect([shown(), changes, told]).toEqual([['a 1', 'b 1'], [], []]);
    write(`port: 80\n${file(trigger('a', '1'), trigger('b', '1'))}`);
    await clock.advance(500);
    expect([changes, triggers.triggers === before]).toEqual([[], true]);
    write(file(trigger('a', '1'), trigger('b', '2'), trigger('c', '3')));
    await clock.advance(500);
    expect(shown()).toEqual(['a 1', 'b 2', 'c 3']);
    expect(changes).toEqual([[derivedTriggerId('b'), derivedTriggerId('c')]]);
    expect(told).toEqual(['read 3']);
  });

  test('are others when a secret in a file of its own is another one', async () => {
    const { write, clock, triggers, changes } = scene(file(trigger('a', '1')));
    write('2:abcdefghijklmnop\n', 'token');
    await clock.advance(500);
    expect(triggers.triggers[0]?.config.reveal().token).toBe('2:abcdefghijklmnop');
    expect(changes).toEqual([[derivedTriggerId('a')]]);
  });

  test('stay as they were while the file or a secret is broken or gone, and the faults say where', async () => {
    const { folder, write, clock, shown, triggers, told } = scene(file(trigger('a', '1')));
    const faults = () => triggers.faults.map(({ path: place, message }) => `${place}: ${message}`);
    write(file(trigger('a', '2'), '  - {name: b, channel: smoke}\n'));
    await clock.advance(500);
    expect([shown(), faults()]).toEqual([
      ['a 1'],
      [expect.stringMatching(/^tocsin.yaml:3 trigger "b": channel: There is no channel "smoke"/)],
    ]);
    rmSync(path.join(folder, 'token'));
    write(file(trigger('a', '2')));
    await clock.advance(500);
    expect([shown(), faults()]).toEqual([
      ['a 1'],
      ['tocsin.yaml:2 trigger "a": "config.token_file" names a file that does not serve: token is not there'],
    ]);
    // What was not there is looked for as well.
    write(TOKEN, 'token');
    await clock.advance(500);
    expect([shown(), faults()]).toEqual([['a 2'], []]);
    write('triggers: [');
    await clock.advance(500);
    expect([shown(), faults()[0]]).toEqual([['a 2'], expect.stringMatching(/^tocsin.yaml:1: /)]);
    expect(told).toEqual(['refused 1', 'refused 1', 'read 1', expect.stringMatching(/^refused/)]);
  });

  test('are in force again after they were disabled, or not there, only when somebody says so', async () => {
    const { write, clock, triggers, changes } = scene(file(trigger('a', '1'), trigger('b', '1')));
    const [a, b] = [derivedTriggerId('a'), derivedTriggerId('b')];
    const open = () => triggers.triggers.flatMap(({ name, enabled }) => (enabled ? [name] : []));
    write(file(trigger('a', '1').replace('{', '{enabled: false, ')));
    await clock.advance(500);
    expect([open(), changes.at(-1)]).toEqual([[], [`${a} closed`, `${b} closed`]]);
    write(file(trigger('a', '1'), trigger('b', '1'), trigger('c', '1')));
    await clock.advance(500);
    expect([open(), changes.at(-1)]).toEqual([['c'], [`${a} opened`, `${b} opened`, derivedTriggerId('c')]]);
    triggers.opened(b);
    expect(open()).toEqual(['b', 'c']);
    // It says otherwise before what waited is over.
    write(file(trigger('a', '1').replace('{', '{enabled: false, '), trigger('b', '1'), trigger('c', '1')));
    await clock.advance(500);
    triggers.opened(a);
    expect(open()).toEqual(['b', 'c']);
  });

  test('are in force only when somebody says so where they were disabled from the start, or when they came', async () => {
    const disabled = (name: string): string => trigger(name, '1').replace('{', '{enabled: false, ');
    const { write, clock, triggers, changes } = scene(file(disabled('a')));
    const [a, b] = [derivedTriggerId('a'), derivedTriggerId('b')];
    const open = () => triggers.triggers.flatMap(({ name, enabled }) => (enabled ? [name] : []));
    write(file(disabled('a'), disabled('b')));
    await clock.advance(500);
    expect([open(), changes.at(-1)]).toEqual([[], [b]]);
    write(file(trigger('a', '1'), trigger('b', '1')));
    await clock.advance(500);
    expect([open(), changes.at(-1)]).toEqual([[], [`${a} opened`, `${b} opened`]]);
    triggers.opened(a);
    triggers.opened(b);
    expect(open()).toEqual(['a', 'b']);
  });

  test('keep what a receiver told of itself until the file says something else of them', async () => {
    const { write, clock, shown, triggers, changes } = scene(file(trigger('a', '1'), trigger('b', '1')));
    const [, sent] = triggers.triggers;
    if (sent === undefined) throw new Error('There are two.');
    triggers.moved(sent, { chat_id: '-100' });
    expect(shown()).toEqual(['a 1', 'b -100']);
    write(file(trigger('a', '2'), trigger('b', '1')));
    await clock.advance(500);
    expect([shown(), changes]).toEqual([['a 2', 'b -100'], [[derivedTriggerId('a')]]]);
    write(file(trigger('a', '2'), trigger('b', '2')));
    await clock.advance(500);
    expect([shown(), changes[1]]).toEqual([['a 2', 'b 2'], [derivedTriggerId('b')]]);
    // As when it is told in answer to what was sent before.
    triggers.moved(sent, { chat_id: '-200' });
    expect(shown()).toEqual(['a 2', 'b 2']);
  });
});
