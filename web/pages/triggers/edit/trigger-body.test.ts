import { describe, expect, test } from 'vitest';
import type { Trigger } from '../../../api/shapes.ts';
import { CHANNELS, type ChannelForm } from './channels.ts';
import { bodyOf, isFilled, shownValue } from './trigger-body.ts';

function form(kind: string): ChannelForm {
  const found = CHANNELS.find((one) => one.kind === kind);
  if (!found) throw new Error(kind);
  return found;
}

function field(kind: string, name: string) {
  const found = form(kind).fields.find((one) => one.name === name);
  if (!found) throw new Error(name);
  return found;
}

const stored = (channel: string, config: Trigger['config']) => ({ channel, config }) as Trigger;

describe('what the form sends', () => {
  test('has what was typed, and nothing of what was left empty', () => {
    const values = { name: 'ops', 'config.url': ' https://hooks.example/x ', 'config.body_type': 'json' };
    expect(bodyOf(values, form('webhook'), undefined)).toEqual({
      name: 'ops',
      channel: 'webhook',
      config: { url: 'https://hooks.example/x', body_type: 'json' },
      filter: { severities: [], sources: [], workload_ids: [], message_regex: null },
    });
  });

  test('has the filter as lists', () => {
    const values = {
      name: 'x',
      'severity.error': 'yes',
      'severity.critical': 'yes',
      'filter.sources': 'ci,  nas',
      'filter.workload_ids': 'a1,b2',
      'filter.message_regex': 'disk|fan',
    };
    expect(bodyOf(values, form('slack'), undefined).filter).toEqual({
      severities: ['critical', 'error'],
      sources: ['ci', 'nas'],
      workload_ids: ['a1', 'b2'],
      message_regex: 'disk|fan',
    });
  });

  test('has numbers, flags, lists and headers in their own form', () => {
    const telegram = bodyOf(
      { 'config.token': '1:a', 'config.chat_id': '-5', 'config.message_thread_id': '7', 'config.silent': 'yes' },
      form('telegram'),
      undefined,
    );
    expect(telegram.config).toEqual({ token: '1:a', chat_id: '-5', message_thread_id: 7, silent: true });
    const mail = bodyOf({ 'config.to': 'a@x.example, b@x.example\nc@x.example,' }, form('email'), undefined);
    expect(mail.config).toMatchObject({ to: ['a@x.example', 'b@x.example', 'c@x.example'] });
    const hook = bodyOf({ 'config.headers': 'A: b:c\n\n  Authorization:Bearer x \nodd' }, form('webhook'), undefined);
    expect(hook.config).toMatchObject({ headers: { A: 'b:c', Authorization: 'Bearer x', odd: '' } });
  });

  test('keeps a stored secret that was left alone, takes a new one, and removes one on demand', () => {
    const before = stored('ntfy', { topic: 'ops', token: '[redacted]', password: '[redacted]' });
    const values = { 'config.topic': 'ops', 'config.password': 'new', name: 'x' };
    expect(bodyOf(values, form('ntfy'), before).config).toMatchObject({ token: '[redacted]', password: 'new' });
    expect(bodyOf({ ...values, 'clear.token': 'yes' }, form('ntfy'), before).config).toMatchObject({ token: null });
  });

  test('clears what was stored and is empty now', () => {
    const before = stored('ntfy', { topic: 'ops', username: 'mira' });
    expect(bodyOf({ 'config.topic': 'ops' }, form('ntfy'), before).config).toMatchObject({
      topic: 'ops',
      username: null,
    });
  });

  test('keeps no secret of another channel', () => {
    const before = stored('slack', { url: '[redacted]' });
    expect(bodyOf({}, form('discord'), before).config).toMatchObject({ url: null });
  });
});

describe('what the form shows', () => {
  test('is what is stored, and nothing of a secret', () => {
    expect(shownValue(field('email', 'to'), { to: ['a@x.example', 'b@x.example'] })).toBe('a@x.example, b@x.example');
    expect(shownValue(field('webhook', 'headers'), { headers: { A: '[redacted]' } })).toBe('A: [redacted]');
    expect(shownValue(field('slack', 'url'), { url: '[redacted]' })).toBe('');
    expect(shownValue(field('email', 'port'), { port: 587 })).toBe('587');
    expect(shownValue(field('email', 'port'), {})).toBe('');
  });
});

const FILLED = [
  ['webhook', 'signing_secret', '[redacted]'],
  ['webhook', 'headers', { Authorization: '[redacted]' }],
  ['webhook', 'body_type', 'text'],
  ['telegram', 'message_thread_id', 7],
] as const;
const UNFILLED = [
  ['webhook', 'headers', {}],
  ['webhook', 'body_template', null],
  ['webhook', 'body_type', 'json'],
  ['telegram', 'silent', false],
  ['ntfy', 'token', undefined],
] as const;

test.each(FILLED)('in the field of %s for %s something stands, with %j stored', (kind, name, value) => {
  expect(isFilled(field(kind, name), { [name]: value })).toBe(true);
});

test.each(UNFILLED)('in the field of %s for %s nothing stands, with %j stored', (kind, name, value) => {
  expect(isFilled(field(kind, name), { [name]: value })).toBe(false);
});
