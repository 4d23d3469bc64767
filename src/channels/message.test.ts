import { describe, expect, test } from 'vitest';
import { sampleEvent, sampleMessage } from '../../test/contract/channels/channel-under-test.ts';
import { factsOf, localTime } from './message.ts';

describe('a message', () => {
  test('tells what people need to know, in an order', () => {
    expect(factsOf(sampleMessage(), 'Europe/Berlin')).toEqual({
      severity: 'error',
      title: 'ERROR · shop/web',
      facts: [
        ['Workload', 'shop/web'],
        ['Container', 'shop-web-1'],
        ['Host', 'nas'],
        ['Time', expect.stringContaining('2026-11-26 04:05:06')],
        ['Rule', 'Disk full'],
        ['Held back', '14 hits before this one'],
      ],
      line: 'ERROR disk /var is full (97 %)',
      captures: '$1 = 97\ndisk = /var'.split('\n').reverse().join('\n'),
      link: 'https://tocsin.example.org/events/4711',
    });
  });

  test('about a line of a file tells which one, where its workload does not', () => {
    const metadata = { workload_name: 'shop', path: '/srv/shop/app.log', host: 'nas' };
    const factsWith = (more: object, source = 'logscan') => {
      const event = sampleEvent({ source, metadata: { ...metadata, ...more } });
      return factsOf(sampleMessage({ event }), 'UTC').facts.map(([name, value]) => `${name} ${value}`);
    };
    expect(factsWith({}).slice(0, 3)).toEqual(['Workload shop', 'File /srv/shop/app.log', 'Host nas']);
    expect(factsWith({ workload_name: '/srv/shop/app.log' }).slice(0, 2)).toEqual([
      'Workload /srv/shop/app.log',
      'Host nas',
    ]);
    expect(factsWith({}, 'backup')).not.toContain('File /srv/shop/app.log');
  });

  test('of another program has its source, and of a test says so', () => {
    const event = sampleEvent({ source: 'backup', metadata: {} });
    const { title, facts } = factsOf(sampleMessage({ event, isTest: true }), 'UTC');
    expect(title).toBe('TEST · ERROR · backup');
    expect(facts).toEqual([
      ['Time', '2026-11-26 03:05:07 UTC'],
      ['Source', 'backup'],
      ['Test', 'sent by hand from the trigger To the team'],
    ]);
  });

  test('has the time at which the thing happened, where no line tells it', () => {
    const metadata = { happened_at: '2026-11-26T01:00:00.000Z' };
    const { facts } = factsOf(sampleMessage({ event: sampleEvent({ source: 'docker', metadata }) }), 'UTC');
    expect(facts).toContainEqual(['Time', '2026-11-26 01:00:00 UTC']);
  });

  test('has at most twenty captures, and says how many more there were', () => {
    const captures = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [`n${at}`, 'x']));
    const shown = factsOf(sampleMessage({ event: sampleEvent({ metadata: { captures } }) }), 'UTC').captures;
    expect(shown.split('\n')).toHaveLength(21);
    expect(shown).toMatch(/… and 5 more$/);
  });
});

describe('a time', () => {
  test.each([
    ['2026-07-01T22:30:00Z', 'Europe/Berlin', /^2026-07-02 00:30:00 (?:CEST|GMT\+2) \(Europe\/Berlin\)$/],
    ['2026-12-31T23:30:00Z', 'Europe/Berlin', /^2027-01-01 00:30:00 (?:CET|GMT\+1) \(Europe\/Berlin\)$/],
    ['2026-01-01T00:00:00Z', 'Asia/Kolkata', /^2026-01-01 05:30:00 (?:IST|GMT\+5:30) \(Asia\/Kolkata\)$/],
    ['2026-01-01T00:00:00Z', 'UTC', /^2026-01-01 00:00:00 UTC$/],
  ])('%s in %s', (at, zone, expected) => expect(localTime(Date.parse(at), zone)).toMatch(expected));
});
