import { describe, expect, test } from 'vitest';
import { guarded, namesOf, networkOf } from '../../test/support/guarded.ts';
import { startLoopbackListener } from '../../test/support/loopback-listener.ts';
import { createLookup } from './egress/lookup.ts';

const signal = new AbortController().signal;

/** Hosts that are this machine, in spellings that URLs take. Each of them reaches a listener here when nobody guards. */
const THIS_MACHINE = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '127.127.127.127',
  '2130706433',
  '0x7f000001',
  '0x7F.0.0.1',
  '0x7f.1',
  '0x7f.0x0.0x0.0x1',
  '017700000001',
  '0177.0.0.1',
  '0177.0.0.01',
  '0177.1',
  '00000177.0.0.1',
  '0177.0x0.0.1',
  '%31%32%37.0.0.1',
  '127.0.0.1.',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '127.0．0.1',
  '１２７.０.０.１',
  '𝟏𝟐𝟕.𝟎.𝟎.𝟏',
  '0x7f。1',
  'localhost',
  'LOCALHOST',
  'ｌｏｃａｌｈｏｓｔ',
  'lo\tcal\nhost',
  '0',
  '0.0.0.0',
  '0x0',
  '00',
  '0.0',
  '000000000000.0',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::]',
  '[0:0::0]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::FFFF:7F00:0001]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::ffff:0.0.0.0]',
  '[::ffff:127.255.0.9]',
] as const;

/** Whole URLs in which this machine hides; `PORT` is its port. */
const HIDDEN = [
  'http:127.0.0.1:PORT/',
  'http:/127.0.0.1:PORT/',
  'http:\\\\127.0.0.1:PORT\\',
  'http:///127.0.0.1:PORT/',
  '  http://127.0.0.1:PORT/  ',
  '\u0001http://127.0.0.1:PORT/',
  'ht\ntp://127.0.0.1:PORT/',
  'http://127.0.0.1:PORT/#@example.com/',
  'http://127.0.0.1:PORT?@example.com',
  'http://127.0.0.1:PORT\\@example.com/',
  'http://127.0.0.1\t:PORT/',
  'HTTP://127.0.0.1:PORT',
] as const;

/** Addresses at which nothing may ever arrive, wherever they are; none of them can be listened at here. */
const FORBIDDEN = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '169.254.0.23',
  '169.254.10.10',
  '169.254.42.42',
  '169.254.10794',
  '169.254.169.252',
  '169.254.1.1',
  '2852039166',
  '0xa9fea9fe',
  '0xA9.0xFE.0xA9.0xFE',
  '0251.0376.0251.0376',
  '025177524776',
  '169.254.43518',
  '169.16689662',
  '１６９.254.169.254',
  '169。254。169。254',
  '169.254.169.254.',
  '100.100.100.200',
  '192.0.0.192',
  '192.0.0.8',
  '168.63.129.16',
  '0.1.2.3',
  '0.255.255.255',
  '224.0.0.1',
  '239.255.255.250',
  '255.255.255.255',
  '4294967295',
  '240.0.0.1',
  '[fe80::1]',
  '[febf::1]',
  '[fd00:ec2::254]',
  '[fd00:ec2:0:0::0254]',
  '[fd00:ec2::23]',
  '[fd20:ce::254]',
  '[fd00:42::42]',
  '[fd00:0042:0:0::0:0042]',
  '[fd00:c1::a9fe:a9fe]',
  '[fd00:c1::169.254.169.254]',
  '[fd00:a9fe:a9fe::1]',
  '[fd00:100::100:200]',
  '[fe80::a9fe:a9fe]',
  '[ff02::1]',
  '[ff0e::1]',
  '[100::1]',
  '[4000::1]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::a9fe:a9fe]',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[::ffff:169.254.42.42]',
  '[64:ff9b::a9fe:2a2a]',
  '[2002:a9fe:2a2a::1]',
  '[::ffff:100.100.100.200]',
  '[::ffff:224.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[::ffff:0:a9fe:a9fe]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b::0.0.0.0]',
  '[64:ff9b:1::7f00:1]',
  '[64:ff9b:1::808:808]',
  '[64:ff9b:1:ffff::1]',
  '[2002:7f00:1::1]',
  '[2002:a9fe:a9fe::1]',
  '[2002:0:1::1]',
  '[2002:e000:1::]',
  '[2002:6464:64c8::]',
  '[2001:0:7f00:1::1]',
  '[2001:0:dead:beef:0:0:80ff:fffe]',
  '[2001::0808:0808:0:0:5601:5601]',
  '[2001:db8::5efe:127.0.0.1]',
  '[2606:4700::200:5efe:a9fe:a9fe]',
  '[fe80::5efe:192.168.1.1]',
  '0x7f.0.0.1.',
  '127.000.000.001',
  '127.0.0.1%2e',
  '127.1.',
  '0x7f000001.',
  '017700000001.',
  '0177.0x1',
  '1',
  '[::0.0.0.1]',
  '[::ffff:255.255.255.255]',
  '[::ffff:0:0:0]',
  '[64:ff9b::ffff:ffff]',
  '[0064:ff9b::7f00:0001]',
  '[64:ff9b:0:0:0:0:169.254.169.254]',
  '[2002:7f00:0001::]',
  '[2002:a9fe:a9fe:ffff::1]',
  '[2001:0:0808:0808:0:0:80ff:fffe]',
  '[ff01::1]',
  '[5f00::1]',
  '0251.254.169.254',
  '169.254.169.0xfe',
  '169.254.0xa9fe',
  '0xa9fea9fe.',
  '①⑥⑨.②⑤④.①⑥⑨.②⑤④',
  '100.100.100.200.',
  '192.0.0.170',
  ...['127.0.0.1..', '127.0.0.1%2E%2e', '127%2e0%2e0%2e1', '127.0.0.1\u00ad', '１２７．０．０．１．', '0000000.0'],
  ...['0x.0x.0', '[::ffff:0:0:1]', '[::fffe:7f00:1]', '[::0.1.0.0]', '[64:ff9b:0:1::7f00:1]', '[2002:7f00:1:0:1::]'],
  ...['[64:ff9b:1:2:3:4:a9fe:a9fe]', '[2001:0:4136:e378:8000:63bf:80ff:fffe]', '[fe80:0:0:0:200:5efe:7f00:1]'],
  ...['[fd00::200:5efe:a9fe:a9fe]', '[2002:808:808::5efe:7f00:1]', '[2002:808:808:1:200:5efe:a9fe:a9fe]'],
  ...['[2001:0:808:808:0:5efe:7f00:1]'],
] as const;

/** What is no target at all. */
const NO_TARGET = [
  'http://',
  'http://:80/',
  'http://256.256.256.256/',
  'http://4294967296/',
  'http://4294967297/',
  'http://127.0.0.1:65536/',
  'http://127.0.0.1:-1/',
  'http://127.0.0.1:0/',
  'http://[fe80::1%25eth0]/',
  'http://[fe80::1%eth0]/',
  'http://[::1/',
  'http://[::ffff:127.0.0.1.]/',
  'http://1.2.3.4.5/',
  'http://0x7f.0.0.0.1/',
  'http://user@127.0.0.1/',
  'http://:password@example.com/',
  'http://user:password@example.com/',
  'http://example.com@127.0.0.1/',
  'http://1.1.1.1 &@2.2.2.2# @3.3.3.3/',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://METADATA.google.internal./',
  'http://metadata.goog/',
  'http://instance-data.ec2.internal/latest/meta-data/',
  'http://127.0.0.1%00/',
  'http://127.0.0.1@/',
  'http://[::ffff:7f00:1%25eth0]/',
  'http://[::ffff:0177.0.0.1]/',
  'http://[::ffff:169.254.169.254]./',
  'http://[fe80::1%25lo]/',
  'http://[::1]:0/',
  'http://user@[::1]/',
  'http://metadata%2egoogle.internal/',
  'http://metadata。google。internal/',
  'http://metadata/',
  'http://Metadata./latest/meta-data/',
  'http://instance-data/latest/meta-data/',
  'http://instance-data.eu-west-1.compute.internal/',
  'http://metadata.internal/',
  'http://metadata.tencentyun.com/latest/meta-data/',
  'http://rancher-metadata/',
  'http://ｍetadata.goog/',
  'file:///etc/passwd',
  'ftp://127.0.0.1/',
  'gopher://127.0.0.1:6379/_FLUSHALL',
  'dict://127.0.0.1:11211/stats',
  'ws://127.0.0.1/',
  'unix:///var/run/docker.sock',
  'data:text/plain,x',
  'javascript:alert(1)',
  'blob:http://127.0.0.1/x',
  'jar:http://127.0.0.1!/',
  '//127.0.0.1/',
  '/etc/passwd',
  '',
] as const;

const send = (settings: Parameters<typeof guarded>[0], url: string) =>
  guarded(settings).http.send({ url, headers: {}, body: '{}', signal });

describe('nothing arrives', () => {
  test('at this machine, however it is written, and without the guard all of it would', async () => {
    const listener = await startLoopbackListener();
    const urls = [
      ...THIS_MACHINE.map((host) => `http://${host}:${listener.port}/`),
      ...HIDDEN.map((url) => url.replace('PORT', String(listener.port))),
    ];
    const guardless = [];
    for (const url of urls) {
      expect([url, await send({}, url)]).toMatchObject([url, { ok: false, fault: { kind: 'denied' } }]);
      const { hostname, port } = new URL(url);
      guardless.push(await reaches(hostname.replace(/^\[|\]$/g, ''), Number(port)));
    }
    expect(guardless.map((did, at) => did || urls[at])).toEqual(urls.map(() => true));
    expect(listener.connections()).toBe(urls.length);
  });

  test.each(FORBIDDEN)('at %s', async (host) => {
    const network = networkOf({});
    const result = await send({ dial: network }, `http://${host}/`);
    expect(result).toMatchObject({ ok: false, fault: { kind: 'denied', mayPass: false } });
    expect(network.dialled).toEqual([]);
  });

  test.each(NO_TARGET)('at what is no target: %j', async (url) => {
    const network = networkOf({});
    expect(await send({ dial: network, lookup: namesOf({}) }, url)).toMatchObject({
      ok: false,
      fault: { kind: 'invalid_target', mayPass: false },
    });
    expect(network.dialled).toEqual([]);
  });

  test.each(['localhost..', '0177.0.0.1..', '0x7f.1..', '0x7f000001..', '%6c%6f%63%61%6c%68%6f%73%74'])(
    'at this machine where only the system reads it as that: %s',
    async (host) => {
      const network = networkOf({});
      expect(await send({ dial: network }, `http://${host}/`)).toMatchObject({ ok: false });
      expect(network.dialled).toEqual([]);
    },
  );

  test('where more than a hundred vectors point', () => {
    expect(new Set([...THIS_MACHINE, ...HIDDEN, ...FORBIDDEN, ...NO_TARGET]).size).toBeGreaterThan(180);
  });

  test.each([
    ['loopback', ['127.0.0.1']],
    ['the metadata of a cloud', ['169.254.169.254']],
    ['IPv6 loopback', ['::1']],
    ['a mapped address', ['::ffff:127.0.0.1']],
    ['an address with a zone', ['fe80::1%eth0']],
    ['a good address and a bad one', ['93.184.216.34', '127.0.0.1']],
    ['a good address and a bad one that is last of many', ['1.1.1.1', '8.8.8.8', '9.9.9.9', '0.0.0.0']],
    ['what is no address', ['93.184.216.34', 'localhost']],
  ])('when a harmless name leads to %s', async (_, addresses) => {
    const network = networkOf({});
    const result = await send(
      { dial: network, lookup: namesOf({ 'evil.example': [addresses] }) },
      'http://evil.example/',
    );
    // DNS may say otherwise another time.
    expect(result).toMatchObject({ ok: false, fault: { kind: 'denied', mayPass: true } });
    expect(network.dialled).toEqual([]);
  });

  test('when DNS turns to this machine between the check and the connection', async () => {
    const listener = await startLoopbackListener();
    const url = `http://flips.example:${listener.port}/`;
    const lookup = namesOf({ 'flips.example': [['93.184.216.34'], ['127.0.0.1']] });
    const network = networkOf({});
    const tools = guarded({ lookup, dial: network });
    const target = { speaks: 'http', host: 'flips.example', port: listener.port, isAddress: false } as const;
    expect(await tools.connect.check(target, signal)).toBe(undefined);
    expect(await tools.http.send({ url, headers: {}, body: '', signal })).toMatchObject({
      ok: false,
      fault: { kind: 'denied' },
    });
    expect([network.dialled, listener.connections()]).toEqual([[], 0]);
  });

  test('when DNS turns after the guard looked: it is asked once for each request, and its answer is what is connected to', async () => {
    const listener = await startLoopbackListener();
    const lookup = namesOf({ 'flips.example': [['93.184.216.34'], ['127.0.0.1']] });
    const network = networkOf({ '93.184.216.34': listener.port });
    const result = await send({ lookup, dial: network }, `http://flips.example:${listener.port}/`);
    expect(result).toMatchObject({ ok: true, answer: { status: 200 } });
    expect(network.dialled).toEqual(['93.184.216.34']);
  });

  test('when the system connects elsewhere than it was told', async () => {
    const listener = await startLoopbackListener();
    const { connect } = await import('node:net');
    const astray = () => connect({ host: '127.0.0.1', port: listener.port });
    const result = await send({ dial: astray }, `http://93.184.216.34:${listener.port}/`);
    expect(result).toMatchObject({ ok: false, fault: { kind: 'denied' } });
    expect(JSON.stringify(result)).not.toContain('secret');
  });
});

describe('a message goes', () => {
  test.each([
    ['http://192.168.1.50:PORT/hook', '192.168.1.50'],
    ['http://10.0.0.5:PORT/', '10.0.0.5'],
    ['http://172.16.5.10:PORT/', '172.16.5.10'],
    ['http://100.64.1.2:PORT/', '100.64.1.2'],
    ['http://8.8.8.8:PORT/', '8.8.8.8'],
    ['http://[2606:4700:4700::1111]:PORT/', '2606:4700:4700::1111'],
    ['http://[fd12:3456::1]:PORT/', 'fd12:3456::1'],
    ['http://[64:ff9b::808:808]:PORT/', '64:ff9b::808:808'],
    ['http://[2002:808:808::1]:PORT/', '2002:808:808::1'],
    ['http://[2001:0:808:808::f7f7:f7f7]:PORT/', '2001:0:808:808::f7f7:f7f7'],
    ['http://[::ffff:192.168.1.50]:PORT/', '::ffff:c0a8:132'],
    ['http://ntfy:PORT/', '172.18.0.4'],
    ['http://nas.local:PORT/', '192.168.1.9'],
    ['http://hooks.example:PORT/', '93.184.216.34'],
  ])('to %s without any setting', async (url, address) => {
    const listener = await startLoopbackListener();
    const network = networkOf({ [address]: listener.port });
    const lookup = namesOf({ ntfy: [['172.18.0.4']], 'nas.local': [['192.168.1.9']], 'hooks.example': [[address]] });
    expect(await send({ dial: network, lookup }, url.replace('PORT', String(listener.port)))).toMatchObject({
      ok: true,
      answer: { status: 200 },
    });
    expect([network.dialled, listener.connections()]).toEqual([[address], 1]);
  });

  test('to this machine where the settings say so, by address and by name', async () => {
    const listener = await startLoopbackListener();
    const allow = `127.0.0.0/8:${listener.port},[::1]:${listener.port}`;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]'])
      expect(await send({ allow }, `http://${host}:${listener.port}/`)).toMatchObject({ ok: true });
    expect(listener.connections()).toBe(4);
  });
});

/** As it would be without a guard. */
async function reaches(host: string, port: number): Promise<boolean> {
  const { connect } = await import('node:net');
  const [address = host] = await createLookup()(host);
  return await new Promise<boolean>((resolve) => {
    const socket = connect({ host: address, port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
