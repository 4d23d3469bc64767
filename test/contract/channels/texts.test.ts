import { describe, expect, test } from 'vitest';
import { CHANNEL_KINDS } from '../../../src/channels/all-channels.ts';
import { HARMFUL_CHARACTERS } from '../../../src/core/lines/harmful-characters.ts';
import { sampleEvent, sampleMessage } from './channel-under-test.ts';
import { sentBody, sentJson, textsIn } from './shown-text.ts';

const SHOWN_KINDS = CHANNEL_KINDS.filter((kind) => kind !== 'webhook');

const HOSTILE = [
  '\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J',
  '@everyone @here <!channel> <!here|x> <@U123> <@&99> <#C1>',
  '``` ```` out `of` it ```',
  '<b>bold</b><script>alert(1)</script></pre></code>&amp;<a href="javascript:x">y</a>',
  '[link](http://evil.example) ![img](http://evil.example/x.png) *a* _b_ ~c~ # h',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is meant for those who would replace it.
  '{{event.metadata}} ${7*7} {{DATE(2026-01-01T00:00:00Z)}} {{{DATE(2026-01-01T00:00:00Z)}}} {{{{x}}}} #{x} <%= x %>',
  '\u202egnp.exe\u202c \u2066x\u2069 \ud800 \u2028new\u0000line',
].join('\n');

const hostileMessage = () =>
  sampleMessage({
    event: sampleEvent({
      message: HOSTILE,
      metadata: {
        workload_name: `web ${HOSTILE}`,
        container_name: `c ${HOSTILE}`,
        host: `nas ${HOSTILE}`,
        rule_name: `rule ${HOSTILE}`,
        captures: { [`name ${HOSTILE}`]: `value ${HOSTILE}` },
      },
    }),
    trigger: { id: '9', name: HOSTILE },
  });

describe.each(SHOWN_KINDS)('a message of %s', (kind) => {
  test('shows severity, workload, host, local time with its zone, the line, captures, what was held back, and a link', async () => {
    const body = (await sentBody(kind, sampleMessage())).replaceAll(/\\\\(?=[^nu"])|<\/?code>|\u200b/g, '');
    for (const part of [
      'ERROR',
      'shop/web',
      'shop-web-1',
      'nas',
      '04:05:06',
      'Europe/Berlin',
      'Disk full',
      '(97 %)',
      'disk = /var',
      '14 hits',
      'https://tocsin.example.org/events/4711',
    ])
      expect([part, body.includes(part)]).toEqual([part, true]);
  });

  test('shows the line as it is, in a block of code or in letters of one width', async () => {
    const body = await sentBody(kind, sampleMessage());
    const line = 'ERROR disk /var is full (97 %)';
    if (kind === 'email') expect(body).toContain(`<pre>${line}</pre>`);
    else if (kind === 'teams') expect(body).toContain(`{"type":"TextRun","text":"${line}","fontType":"Monospace"}`);
    else {
      const block = kind === 'telegram' ? `<pre>${line}</pre>` : `\`\`\`\n${line}\n\`\`\``;
      expect(textsIn(JSON.parse(body)).filter((text) => text.includes(block))).toHaveLength(1);
    }
  });

  test('says that it is a test where it is one', async () => {
    expect(await sentBody(kind, sampleMessage({ isTest: true }))).toContain('TEST');
    expect(await sentBody(kind, sampleMessage())).not.toContain('TEST');
  });

  test('holds nothing that steers a terminal, turns the writing round, or is no character', async () => {
    const body = await sentBody(kind, hostileMessage());
    const texts =
      kind === 'email' ? body.split(/\r?\n/) : textsIn(JSON.parse(body)).flatMap((text) => text.split('\n'));
    expect(
      texts.filter((text) => text.search(HARMFUL_CHARACTERS) >= 0 || !text.isWellFormed() || text.includes('\u2028')),
    ).toEqual([]);
    expect(body).toContain('red');
    expect(body).not.toMatch(/\[31m|0;title/);
  });

  test('needs neither a link, nor captures, nor anything else that an event may lack', async () => {
    const event = sampleEvent({
      source: 'backup',
      metadata: { host: 7, captures: 'x', line_at: 'never', suppressed: -1 },
    });
    const body = await sentBody(kind, sampleMessage({ link: undefined, event }));
    expect(body).toContain('backup');
    expect(body).not.toMatch(/undefined|NaN|Invalid|null|\[object/);
  });
});

describe('a hostile line', () => {
  test('leads to no mention, channel or link in Slack', async () => {
    const texts = textsIn(await sentJson('slack', hostileMessage()));
    const own = texts.filter((text) => /[<>]/.test(text));
    expect(own).toEqual(['<https://tocsin.example.org/events/4711|Open in Tocsin>']);
    expect(texts.join()).toContain('&lt;!channel&gt;');
    expect(JSON.stringify(await sentJson('slack', hostileMessage()))).toContain('"verbatim":true');
  });

  test('mentions nobody in Discord, in any part', async () => {
    const body = await sentJson('discord', hostileMessage());
    expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
    const [embed] = (body as { embeds: { title: string; fields: { value: string }[] }[] }).embeds;
    for (const text of [embed?.title ?? '', ...(embed?.fields ?? []).map(({ value }) => value)])
      expect(text).not.toMatch(/(?<!\\)<|@(?=everyone|here)|(?<!\\)[*_`[\]]/);
  });

  test('is neither link, mention, tag nor command in the title of Telegram', async () => {
    const workload = 'evil.example http://evil.example t.me/x @somebody #tag /start $USD a@evil.example';
    const event = sampleEvent({ metadata: { workload_name: workload } });
    const { text } = (await sentJson('telegram', sampleMessage({ event }))) as { text: string };
    const title = /^<b>(?<title>.*)<\/b>$/m.exec(text)?.groups?.title ?? '';
    expect(title.replaceAll('\u200b', '')).toBe(`ERROR · ${workload}`);
    expect(title).not.toMatch(/[.@#/$:]\w|:\/|\/\//);
  });

  test('is no markup beside its block in Slack', async () => {
    const texts = textsIn(await sentJson('slack', hostileMessage()));
    const rows = texts.filter((text) => text.startsWith('*Workload:*')).flatMap((text) => text.split('\n'));
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) expect(row).toMatch(/^\*[\w ]+:\* `[^`]*`$/);
  });

  test('is text in the HTML of Telegram and of mails', async () => {
    const { text } = (await sentJson('telegram', hostileMessage())) as { text: string };
    const rest = text.replaceAll(
      /<\/?(?:b|pre|code)>|<a href="https:\/\/tocsin\.example\.org\/events\/4711">|<\/a>/g,
      '',
    );
    expect(rest).not.toMatch(/[<>]|&(?!(?:lt|gt|amp|quot);)/);
    // Each that is opened is closed, in order.
    const open: string[] = [];
    for (const [, slash, name = ''] of text.matchAll(/<(\/?)(b|pre|code|a)\b[^>]*>/g))
      if (slash === '') open.push(name);
      else expect(open.pop()).toBe(name);
    expect(open).toEqual([]);
    const mail = await sentBody('email', hostileMessage());
    expect(mail.slice(mail.indexOf('<h3>'))).not.toMatch(/<script|<b>|<\/code>|href="javascript/);
  });

  test.each(['slack', 'discord', 'gotify', 'ntfy', 'apprise'] as const)(
    'stays in its block of code in %s',
    async (kind) => {
      const { title, ...body } = (await sentJson(kind, hostileMessage())) as { title?: string };
      const fenced = textsIn(body).filter((text) => text.includes('```'));
      // Gotify, ntfy and Apprise show a title as it is.
      expect(title === undefined || !['slack', 'discord'].includes(kind)).toBe(true);
      expect(fenced.length).toBeGreaterThan(0);
      for (const text of fenced) {
        const fences = [...text.matchAll(/`{3,}/g)].map(({ index }) => index);
        expect(fences.length % 2).toBe(0);
        for (const at of fences)
          expect(text.slice(at - 1, at) === '\n' || at === 0 || text[at + 3] === '\n').toBe(true);
        expect(text.replaceAll(/```\n[^`]*(?:`{1,2}[^`]+)*?\n```/g, '')).not.toContain('```');
      }
    },
  );

  test('is no markdown beside its block in Gotify', async () => {
    const { message } = (await sentJson('gotify', hostileMessage())) as { message: string };
    const beside = message
      .replaceAll(/```\n[\s\S]*?\n```/g, '')
      .replace('[Open in Tocsin](<https://tocsin.example.org/events/4711>)', '');
    const rows = beside.split('\n').map((row) => row.replace(/^\*\*[\w ]+:\*\* /, ''));
    expect(rows.join('\n')).not.toMatch(/(?<!\\)[<[\]*_`#!]/);
  });

  test('is no function, markdown or link of a card in Teams', async () => {
    const card = JSON.stringify(await sentJson('teams', hostileMessage()));
    expect(card).not.toContain('{{');
    expect(card).not.toContain('"TextBlock"');
  });

  test('is no link with a name of its own in the title of Apprise', async () => {
    const workload = '[your bank](https://evil.example) [x][1] [1]: https://evil.example';
    const event = sampleEvent({ metadata: { workload_name: workload } });
    const { title = '' } = (await sentJson('apprise', sampleMessage({ event }))) as { title?: string };
    expect(title.replaceAll('\u200b', '')).toContain(workload);
    expect(title).not.toMatch(/\][([:]/);
  });

  test('is carried on without mentions by Apprise', async () => {
    const { body } = (await sentJson('apprise', hostileMessage())) as { body: string };
    expect(body).not.toMatch(/@(?:everyone|here)|<[!@#]/);
  });
});
