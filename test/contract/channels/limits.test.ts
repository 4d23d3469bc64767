import { describe, expect, test } from 'vitest';
import { CHANNEL_KINDS } from '../../../src/channels/all-channels.ts';
import { sampleEvent, sampleMessage } from './channel-under-test.ts';
import { sentBody } from './shown-text.ts';

/** One character to the eye, of seven code points. */
const FAMILY = '👨‍👩‍👧‍👦';
const FILLERS = [
  ...['x', '&', '<', '`', '*', '"', '\\', 'é', '漢', FAMILY, 'e\u0301\u0302\u0303', '@', '\n', '{{'],
  // What is broken by a sign between two others, and what hides among them.
  ...['@a', '<@a>', '](', '```', 'a.', '@&', '🇩🇪', 'क्ष', 'x\u200b', '\u{e0041}', '\r\n'],
];

function longMessage(filler: string) {
  const long = filler.repeat(Math.ceil(30_000 / filler.length));
  return sampleMessage({
    event: sampleEvent({
      message: long,
      metadata: {
        ...{ workload_name: long, container_name: `c${long}`, host: `h${long}`, rule_name: long, suppressed: 99 },
        captures: Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`${at}${long.slice(0, 1_000)}`, long])),
      },
    }),
    trigger: { id: '9', name: long },
    isTest: true,
  });
}

const units = (text: string): number => text.length;
const bytes = (text: string): number => Buffer.byteLength(text);
const at = (value: unknown, path: string): readonly string[] => {
  const values = path.split('.').reduce<readonly unknown[]>(
    (found, name) =>
      found.flatMap((one) => {
        if (typeof one !== 'object' || one === null) return [];
        return name === '*' ? Object.values(one) : name in one ? [Reflect.get(one, name)] : [];
      }),
    [value],
  );
  return values.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
};

/** What the services take at most: where, how it is counted, how much. */
const LIMITS = [
  ['slack', 'blocks.0.text.text', units, 150],
  ['slack', 'blocks.*.text.text', units, 3_000],
  ['slack', 'text', units, 40_000],
  ['discord', 'embeds.0.title', units, 256],
  ['discord', 'embeds.0.description', units, 4_096],
  ['discord', 'embeds.0.fields.*.value', units, 1_024],
  ['telegram', 'text', (text: string) => units(withoutHtml(text)), 4_096],
  ['ntfy', 'message', bytes, 4_096],
  ['ntfy', 'title', bytes, 250],
  ['teams', 'attachments.0.content', bytes, 28 * 1_024],
  ['apprise', 'body', units, 35_000],
] as const;

const withoutHtml = (html: string): string => html.replaceAll(/<[^>]+>/g, '').replaceAll(/&(?:lt|gt|amp|quot);/g, '.');

describe.each(CHANNEL_KINDS)('a message of %s', (kind) => {
  test.each(FILLERS)('keeps every limit of the service when it is nothing but %j', async (filler) => {
    // The body of a webhook is the event as it is, whose bounds are those of events.
    const event = sampleEvent({ message: filler.repeat(40) });
    const body = await sentBody(kind, kind === 'webhook' ? sampleMessage({ event }) : longMessage(filler));
    expect(bytes(body)).toBeLessThanOrEqual(96 * 1_024);
    for (const [service, path, measure, most] of LIMITS) {
      if (service !== kind) continue;
      const texts = at(JSON.parse(body), path);
      expect(texts.length).toBeGreaterThan(0);
      for (const text of texts) expect([path, measure(text)]).toEqual([path, expect.toSatisfy((size) => size <= most)]);
    }
    if (kind === 'discord') expectWholeEmbed(JSON.parse(body));
    // What is escaped is never cut in two.
    if (kind === 'telegram' || kind === 'slack') expect(body).not.toMatch(/&(?!(?:lt|gt|amp|quot);)/);
  });
});

function expectWholeEmbed(body: unknown): void {
  const paths = ['title', 'description', 'fields.*.name', 'fields.*.value'];
  expect(paths.flatMap((path) => at(body, `embeds.0.${path}`)).join('').length).toBeLessThanOrEqual(6_000);
  expect(at(body, 'embeds.0.fields.*').length).toBeLessThanOrEqual(25);
}

test.each(CHANNEL_KINDS)('%s cuts between characters as people see them', async (kind) => {
  if (kind === 'webhook') return expect(await sentBody(kind, longMessage(FAMILY))).toContain(FAMILY);
  const body = await sentBody(kind, longMessage(FAMILY));
  expect(body).toContain(FAMILY);
  const rest = body.replaceAll(FAMILY, '');
  expect(rest).not.toMatch(/\u200d|[\u{1f466}-\u{1f469}]/u);
});
