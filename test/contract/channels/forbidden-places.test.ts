import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ALL_CHANNELS } from '../../../src/channels/all-channels.ts';
import type { RawConfig } from '../../../src/channels/secret-fields.ts';
import type { Dial } from '../../../src/net/egress/guarded-connect.ts';
import type { Lookup } from '../../../src/net/egress/lookup.ts';
import { guarded } from '../../support/guarded.ts';
import { type LoopbackListener, startLoopbackListener } from '../../support/loopback-listener.ts';
import { sampleMessage, toolsFor } from './channel-under-test.ts';

/** Where clouds hand out credentials in networks of which everything else may be a receiver, or may be opened. */
const METADATA = [
  ...['169.254.169.254', '169.254.169.252', '169.254.170.2', '169.254.170.23', '169.254.0.23', '169.254.10.10'],
  ...['169.254.42.42', '0xa9fe2a2a', '[::ffff:169.254.42.42]', '[64:ff9b::a9fe:2a2a]', '[fe80::a9fe:a9fe]'],
  ...['[fd00:ec2::254]', '[fd00:ec2::23]', '[fd20:ce::254]', '[fd00:42::42]', '[fd00:0042::0:0042]'],
  ...['[fd00:c1::a9fe:a9fe]', '[fd00:c1::169.254.169.254]', '[fd00:a9fe:a9fe::1]', '[fd00:100::100:200]'],
  ...['100.100.100.200', '168.63.129.16', '192.0.0.192'],
] as const;

/** Hosts that nothing may be sent to, as a URL and the setting of a mail server may name them. */
const HOSTS = [
  // Loopback, in numbers of other bases, short, in other letters.
  ...['0x7f.0.1', '0177.0.0.0x1', '127.0x1', '0x7F.0x1', '0x7f.1.', '0177.0.513', '0x7f000201', '017700001001'],
  ...[
    '127.0.0.1。',
    '127｡1',
    '１２７.１',
    '0x７f.1',
    '⓪x7f.1',
    '𝟎177.1',
    '127.0.0.1．',
    '2130706434',
    '２１３０７０６４３３',
  ],
  ...['[::ffff:127.1.2.3]', '[0:0::ffff:7f01:0203]', '[::FFFF:127.0.0.2]', '[0000:0000::0001]', '[::0:1]'],
  // Names of this machine.
  ...['localhost.', 'LocalHost', 'loc\u00adalhost', 'ⓛocalhost', 'localhost。', 'localhoſt'],
  // This network, and all of one.
  ...['0.0.0.1', '0.1', '0x0.0x1', '00.0.0.0', '[::ffff:0:0]', '[::ffff:0.1.2.3]', '255.255.255.254', '0xffffffff'],
  ...['224.0.0.251', '239.0.0.1', '0xe0000001', '[ff05::2]', '[ff02::fb]', '[::ffff:224.0.0.251]', '[64:ff9b::e000:1]'],
  // Link-local, and where clouds hand out credentials, in every form that carries IPv4.
  ...['169.254.0.1', '0xa9fe0001', '169.254.169.0376', '[fe90::1]', '[febf:ffff::1]'],
  ...['[::ffff:a9fe:aa02]', '[::a9fe:aa02]', '[::ffff:0:a9fe:aa02]', '[64:ff9b::a9fe:aa02]', '[2002:a9fe:aa02::]'],
  ...['[2001:0:a9fe:aa02::]', '[2001::5601:55fd]', '[fd00::5efe:169.254.169.254]', '[2001:db8::200:5efe:7f00:1]'],
  ...[
    '[::ffff:6464:64c8]',
    '[::6464:64c8]',
    '[::ffff:0:6464:64c8]',
    '[64:ff9b::100.100.100.200]',
    '[2002:6464:64c8::1]',
  ],
  ...[
    '[::ffff:192.0.0.192]',
    '[64:ff9b::192.0.0.192]',
    '[2002:c000:c0::]',
    '[::ffff:168.63.129.16]',
    '[2002:a83f:8110::]',
  ],
  ...METADATA,
  // Translated by whoever is near, given out to nobody, or given up.
  ...[
    '[64:ff9b:1:a::808:808]',
    '[100::]',
    '[100:0:0:1::1]',
    '[2001:20::1]',
    '[2001:10::1]',
    '[2001:db8::1]',
    '[3fff::1]',
  ],
  ...[
    '192.88.99.1',
    '[2002:c058:6301::]',
    '192.0.0.1',
    '192.0.0.9',
    '240.0.0.1',
    '[4000::1]',
    '[8000::1]',
    '[e000::1]',
  ],
] as const;

/** Tricks with what stands around a host; `PORT` is its port. */
const URLS = [
  'http://8.8.8.8@127.0.0.1:PORT/',
  'http://8.8.8.8:80@127.0.0.1:PORT/',
  'http://@127.0.0.1:PORT/',
  'http://:@127.0.0.1:PORT/',
  'http://%40127.0.0.1:PORT/',
  'http://127.0.0.1:PORT\\.example.com/',
  'http://127.0.0.1:PORT?.example.com/',
  'http://127.0.0.1:PORT/.example.com/..',
  'http:\t//127.0.0.1:PORT/',
  'http://127.\n0.0.1:PORT/',
  'http://127%2e0%2e0%2e1:PORT/',
  'http://%6c%6f%63%61%6c%68%6f%73%74:PORT/',
  'http://[::1]:0PORT/',
  'http://[::1%25lo]:PORT/',
  'http://[::ffff:127.0.0.1%lo]:PORT/',
  'http://127.0.0.1:PORT:80/',
  'http://127.0.0.1 :PORT/',
  'https://127.0.0.1:PORT/',
  'http://xn--127-0.0.0.1:PORT/',
] as const;

/** Hosts of a mail server that are more than a host. */
const MAIL_HOSTS = [
  ...[
    '::1',
    '::ffff:127.0.0.1',
    '[::1]',
    'fe80::1%lo',
    '::1%lo',
    '[::1%lo]',
    'a@127.0.0.1',
    '127.0.0.1/',
    '127.0.0.1:25',
  ],
  ...[
    '127.0.0.1\r\nRCPT',
    '127.0.0.1 ',
    ' 127.0.0.1',
    '127.0.0.1\0',
    '\\\\127.0.0.1',
    '127.0.0.1#',
    '127.0.0.1?',
    '%31%32%37.1',
  ],
] as const;

/** Answers of DNS of which one address is enough to refuse all. */
const ANSWERS: readonly (readonly string[])[] = [
  ['8.8.8.8', '127.0.0.1'],
  ['8.8.8.8', '9.9.9.9', '::1'],
  ['2606:4700:4700::1111', '::ffff:169.254.169.254'],
  ['10.0.0.1', '64:ff9b::a9fe:a9fe'],
  ['8.8.8.8', 'fe80::1%eth0'],
  ['8.8.8.8', '0.0.0.0'],
  ['8.8.8.8', '127.1'],
  ['8.8.8.8', '2002:7f00:1::'],
  ['8.8.8.8', '255.255.255.255'],
  ['8.8.8.8', ''],
];

/** Everything that is let through arrives at the listener, wherever it was to go: it must not. */
async function scene(lookup: Lookup, allowed: readonly string[] = []) {
  const listener = await startLoopbackListener();
  const dial: Dial = ({ address }) =>
    Object.defineProperty(connect({ host: '127.0.0.1', port: listener.port }), 'remoteAddress', { value: address });
  const allow = allowed.flatMap((network) => [network, `${network}:${listener.port}`]).join();
  const tools = { ...toolsFor(), ...guarded({ lookup, dial, allow }) };
  const send = async (kind: 'webhook' | 'email', config: RawConfig): Promise<string> => {
    const ready = ALL_CHANNELS[kind].ready(config);
    if (!ready.ok) return 'no target';
    const { signal } = new AbortController();
    const check = await tools.connect.check(ready.channel.target, signal);
    const { verdict } = await ready.channel.send(sampleMessage(), tools, signal);
    return check === undefined ? `saved, then ${verdict.reason}` : verdict.reason;
  };
  return { listener, send };
}

const webhook = (url: string): RawConfig => ({ url });
const mail = (host: string, { port }: Pick<LoopbackListener, 'port'>): RawConfig => ({
  ...{ host, port, security: 'none', from: 'a@example.org', to: ['b@example.org'] },
});

/** As a resolver of the system that knows this machine by these names. */
const HERE: Lookup = async (name) => {
  if (/^local(?:host|hoſt)$/.test(name)) return ['127.0.0.1', '::1'];
  throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
};

describe('nothing arrives, and nothing is saved', () => {
  test.each(HOSTS)('from a webhook or as a mail for %j', async (host) => {
    const { listener, send } = await scene(HERE);
    const bare = host.replace(/^\[|\]$/g, '');
    const results = [
      await send('webhook', webhook(`http://${host}:${listener.port}/`)),
      await send('email', mail(host, listener)),
      await send('email', mail(bare, listener)),
    ];
    expect(results).toEqual(results.map(() => expect.stringMatching(/^(?:denied|no target)$/)));
    expect(results[0]).toBe('denied');
    expect(listener.connections()).toBe(0);
  });

  test.each(URLS)('from a webhook for %j', async (url) => {
    const { listener, send } = await scene(HERE);
    const result = await send('webhook', webhook(url.replace('PORT', String(listener.port))));
    expect(result).toMatch(/^(?:denied|no target)$/);
    expect(listener.connections()).toBe(0);
  });

  test.each(MAIL_HOSTS)('as a mail for %j', async (host) => {
    const { listener, send } = await scene(HERE);
    expect(await send('email', mail(host, listener))).toMatch(/^(?:denied|no target)$/);
    expect(listener.connections()).toBe(0);
  });

  test.each(ANSWERS.map((addresses) => [addresses] as const))('where a name leads to %s', async (addresses) => {
    const { listener, send } = await scene(async () => addresses);
    expect(await send('webhook', webhook(`http://mixed.example:${listener.port}/`))).toBe('denied');
    expect(await send('email', mail('mixed.example', listener))).toBe('denied');
    expect(listener.connections()).toBe(0);
  });
});

describe('where everything is open that can be', () => {
  const ALL = ['0.0.0.0/0', '[::]/0', '169.254.0.0/16', '[fe80::]/10', '[fc00::]/7', '100.64.0.0/10'];

  test.each(METADATA)('nothing arrives from a webhook or as a mail for %j', async (host) => {
    const { listener, send } = await scene(HERE, ALL);
    expect(await send('webhook', webhook(`http://${host}:${listener.port}/`))).toBe('denied');
    expect(await send('email', mail(host, listener))).toBe('denied');
    const named = await scene(async () => [ipOf(host)], ALL);
    expect(await named.send('webhook', webhook(`http://cloud.example:${named.listener.port}/`))).toBe('denied');
    expect([listener.connections(), named.listener.connections()]).toEqual([0, 0]);
  });

  test('their neighbours are reached, so that they would have been', async () => {
    const { listener, send } = await scene(HERE, ALL);
    const hosts = ['169.254.42.43', '[::ffff:169.254.42.43]', '[fe80::a9fe:a9fd]', '[fd00:42::43]', '100.100.100.201'];
    for (const host of hosts) await send('webhook', webhook(`http://${host}:${listener.port}/`));
    expect(listener.connections()).toBe(hosts.length);
  });
});

/** As DNS would answer. */
const ipOf = (host: string): string => new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, '');

test('what may be sent arrives, so that the others would have', async () => {
  const { listener, send } = await scene(async () => ['8.8.8.8', '2606:4700:4700::1111', '10.0.0.9']);
  await send('webhook', webhook(`http://good.example:${listener.port}/`));
  await send('webhook', webhook(`http://[64:ff9b::808:808]:${listener.port}/`));
  await send('webhook', webhook(`http://198.18.0.1:${listener.port}/`));
  expect(listener.connections()).toBe(3);
});
