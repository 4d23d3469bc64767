import { describe, expect, test } from 'vitest';
import { type GuardSettings, policyOf } from '../../../test/support/guarded.ts';
import type { Place } from './place.ts';

const refused = (place: Partial<Place> & { readonly address: string }, settings: GuardSettings = {}) =>
  policyOf(settings).refuse({ host: place.address, port: 80, speaks: 'http', ...place });

describe('what is closed', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1/32:80'],
    ['::1', '[::1]/128:80'],
    ['169.254.7.7', '169.254.7.7/32:80'],
    ['fe80::1%eth0', '[fe80::1]/128:80'],
    ['240.0.0.1', '240.0.0.1/32:80'],
  ])('%s is opened by the setting that the refusal names, and by no other', (address, allow) => {
    expect(refused({ address })).toMatchObject({
      allowedBy: allow,
      words: expect.stringContaining(`TOCSIN_EGRESS_ALLOW=${allow}`),
    });
    expect(refused({ address }, { allow })).toBe(undefined);
    expect(refused({ address, port: 81 }, { allow })).toBeDefined();
    expect(refused({ address }, { allow: '10.0.0.0/8,[fd00::]/8' })).toBeDefined();
  });

  test.each([
    '169.254.169.254',
    '169.254.42.42',
    'fd00:ec2::254',
    'fd00:42::42',
    'fd00:c1::a9fe:a9fe',
    'fd00:a9fe:a9fe::1',
    'fd00:100::100:200',
    'fe80::a9fe:a9fe%eth0',
    '::ffff:169.254.169.254',
    '::ffff:169.254.42.42',
    '64:ff9b::a9fe:a9fe',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    '255.255.255.255',
    '64:ff9b:1::1',
    'nonsense',
  ])('%s is opened by nothing', (address) => {
    const near = '169.254.0.0/16,169.254.0.0/16:80,[fe80::]/10,[fe80::]/10:80,[fc00::]/7,[fc00::]/7:80';
    const all = `0.0.0.0/0,0.0.0.0/0:80,[::]/0,[::]/0:80,${near}`;
    expect(refused({ address }, { allow: all })).toMatchObject({
      allowedBy: undefined,
      words: expect.stringContaining('ever'),
    });
  });

  test('is not opened by a network through which the address within would be reached another way', () => {
    expect(refused({ address: '::ffff:127.0.0.1' }, { allow: '127.0.0.1' })).toBe(undefined);
    expect(refused({ address: '64:ff9b::7f00:1' }, { allow: '127.0.0.1' })).toBeDefined();
    expect(refused({ address: '2002:7f00:1::1' }, { allow: '127.0.0.1' })).toBeDefined();
  });

  test('is told together with the name that leads there', () => {
    expect(refused({ address: '127.0.0.1', host: 'localhost' })?.words).toBe(
      'localhost leads to 127.0.0.1, which is this machine itself, and in a container that container alone. To allow it, start Tocsin with TOCSIN_EGRESS_ALLOW=127.0.0.1/32:80 (several with commas).',
    );
  });
});

describe('private networks', () => {
  const PRIVATE = ['10.1.2.3', '172.31.0.1', '192.168.0.1', '100.127.0.1', 'fd00::1', '198.18.0.1'];

  test.each(PRIVATE)('are open: %s, and closed where the setting says so, but for those that are named', (address) => {
    expect(refused({ address })).toBe(undefined);
    expect(refused({ address }, { private: 'deny' })?.words).toMatch(/TOCSIN_EGRESS_PRIVATE.*TOCSIN_EGRESS_ALLOW/);
    const allow = address.includes(':') ? `[${address}]/64` : `${address}/24`;
    expect(refused({ address }, { private: 'deny', allow })).toBe(undefined);
  });

  test.each(['::ffff:10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::'])('are found within %s', (address) => {
    expect(refused({ address })).toBe(undefined);
    expect(refused({ address }, { private: 'deny' })).toBeDefined();
  });

  test.each(['ntfy', 'nas.local', 'x.lan', 'a.b.internal'])('have names: %s is closed with them', (host) => {
    expect(refused({ address: '8.8.8.8', host })).toBe(undefined);
    expect(refused({ address: '8.8.8.8', host }, { private: 'deny' })?.words).toContain('name');
    expect(refused({ address: '8.8.8.8', host }, { private: 'deny', allow: '8.8.8.8' })).toBe(undefined);
    expect(refused({ address: '8.8.8.8', host: 'dns.google' }, { private: 'deny' })).toBe(undefined);
  });
});

describe('ports', () => {
  test.each([1, 22, 25, 53, 587, 6000, 2375, 2376, 5432, 6379, 4222, 10080])(
    '%i is closed, and opened only with its number',
    (port) => {
      expect(refused({ address: '8.8.8.8', port })?.words).toContain(`8.8.8.8:${port} is a port`);
      expect(refused({ address: '8.8.8.8', port }, { allow: '8.8.8.8' })).toBeDefined();
      expect(refused({ address: '8.8.8.8', port }, { allow: `8.8.8.8:${port}` })).toBe(undefined);
    },
  );

  test('of mail are open to mail and to nothing else', () => {
    for (const port of [25, 465, 587]) {
      expect(refused({ address: '8.8.8.8', port, speaks: 'smtp' })).toBe(undefined);
      expect(refused({ address: '8.8.8.8', port })).toBeDefined();
    }
    expect(refused({ address: '8.8.8.8', port: 22, speaks: 'smtp' })).toBeDefined();
  });

  test.each([80, 443, 8080, 9000, 3000, 65535])('%i is open', (port) =>
    expect(refused({ address: '8.8.8.8', port })).toBe(undefined),
  );
});

describe('places of Tocsin’s own', () => {
  const place = {
    what: 'the database of Tocsin',
    host: 'db',
    port: 9_000,
    addresses: () => ['10.0.0.9'],
    isHere: false,
    isFinal: true,
  };

  test('are closed by their address, however it is written, and by their name', () => {
    const settings = { closed: [place], allow: '10.0.0.9/32:9000' };
    for (const address of ['10.0.0.9', '::ffff:10.0.0.9', '64:ff9b::a00:9'])
      expect(refused({ address, port: 9_000 }, settings)?.words).toContain('is the database of Tocsin');
    expect(refused({ address: '10.0.0.7', port: 9_000, host: 'db' }, settings)).toBeDefined();
    expect(refused({ address: '10.0.0.9', port: 9_001 }, settings)).toBe(undefined);
  });

  test('are closed at every address of this machine where they are on it, also at one that only a connection shows', () => {
    const settings = { closed: [{ ...place, isHere: true }], allow: '127.0.0.0/8:9000,[::1]:9000,10.9.0.0/16:9000' };
    for (const address of ['127.0.0.1', '127.3.2.1', '::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::'])
      expect(refused({ address, port: 9_000 }, settings)?.words).toContain('is the database of Tocsin');
    expect(refused({ address: '10.9.0.1', port: 9_000 }, settings)).toBe(undefined);
    expect(refused({ address: '10.9.0.1', port: 9_000, isHere: true }, settings)?.words).toContain('the database');
    expect(refused({ address: '10.9.0.1', port: 9_000, isHere: true }, { closed: [place] })).toBe(undefined);
  });

  test('may be opened with their port where they are not final', () => {
    const closed = [{ ...place, isFinal: false }];
    expect(refused({ address: '10.0.0.9', port: 9_000 }, { closed, allow: '10.0.0.9' })).toBeDefined();
    expect(refused({ address: '10.0.0.9', port: 9_000 }, { closed, allow: '10.0.0.9/32:9000' })).toBe(undefined);
  });
});

test('the ports of syslog are open to syslog and to nothing else', () => {
  for (const port of [514, 601]) {
    expect(refused({ address: '8.8.8.8', port, speaks: 'syslog' })).toBe(undefined);
    for (const speaks of ['http', 'smtp'] as const) expect(refused({ address: '8.8.8.8', port, speaks })).toBeDefined();
  }
  expect(refused({ address: '8.8.8.8', port: 6_514, speaks: 'syslog' })).toBe(undefined);
  for (const port of [22, 25, 2_375, 5_432])
    expect(refused({ address: '8.8.8.8', port, speaks: 'syslog' })).toBeDefined();
});
