import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { namesOf } from '../../../test/support/guarded.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { loadConfig } from '../../config/load.ts';
import { createEgressPolicy } from './egress.ts';

const DNS = namesOf({
  db: [['10.1.0.5']],
  proxy: [['10.1.0.6']],
  '10.1.0.7': [['10.1.0.7']],
  '127.0.0.1': [['127.0.0.1']],
  '192.168.1.3': [['192.168.1.3']],
  localhost: [['::1', '127.0.0.1']],
  '::1': [['::1']],
  '0.0.0.0': [['0.0.0.0']],
  '10.1.0.8': [['10.1.0.8']],
  'mapped.example': [['::ffff:127.0.0.1']],
});

const HERE = Object.values(networkInterfaces()).flatMap((some = []) => some.map(({ address }) => address));
/** This machine, by every way in which it can be addressed. */
const THIS_MACHINE = [...HERE, '127.0.0.1', '127.0.0.2', '127.255.0.1', '::1', '::ffff:127.3.4.5', '64:ff9b::7f00:1'];

async function refusedWith(env: Readonly<Record<string, string>>, place: string): Promise<string | undefined> {
  const { config } = loadConfig({ env, folder: temporaryDirectory() });
  const policy = await createEgressPolicy({ config, port: 8_080, lookup: DNS });
  const [address = '', port] = place.split(/:(?=\d+$)/);
  return policy.refuse({ address, host: address, port: Number(port), speaks: 'http' })?.words;
}

describe('the settings decide', () => {
  test('what is open', async () => {
    expect(await refusedWith({}, '127.0.0.1:9000')).toContain('TOCSIN_EGRESS_ALLOW=127.0.0.1/32:9000');
    expect(await refusedWith({ TOCSIN_EGRESS_ALLOW: '127.0.0.1/32:9000' }, '127.0.0.1:9000')).toBe(undefined);
    expect(await refusedWith({}, '192.168.1.20:80')).toBe(undefined);
    expect(await refusedWith({ TOCSIN_EGRESS_PRIVATE: 'deny' }, '192.168.1.20:80')).toContain('TOCSIN_EGRESS_PRIVATE');
  });

  test.each([
    [{ TOCSIN_DATABASE_URL: 'postgres://u:p@db:6000/x' }, '10.1.0.5:6000', 'the database'],
    [{ TOCSIN_DATABASE_URL: 'postgres://u:p@10.1.0.7/x' }, '10.1.0.7:5432', 'the database'],
    [{ TOCSIN_DOCKER_HOST: 'tcp://proxy:2999' }, '10.1.0.6:2999', 'a container engine'],
    [{ TOCSIN_DOCKER_HOST: 'tcp://proxy' }, '10.1.0.6:2375', 'a container engine'],
    [{ TOCSIN_DOCKER_HOST: 'unknown=tcp://later:2999,known=https://proxy' }, '10.1.0.6:443', 'a container engine'],
    [{ TOCSIN_HOST: '192.168.1.3' }, '192.168.1.3:8080', 'this server'],
  ])('with %j that %s is closed', async (env, place, words) => {
    expect(await refusedWith(env, place)).toContain(words);
    expect(await refusedWith({}, place.replace(/\d+$/, '8081'))).toBe(undefined);
  });

  test('that a database cannot be opened, and an engine can', async () => {
    const database = { TOCSIN_DATABASE_URL: 'postgres://u:p@db:6000/x', TOCSIN_EGRESS_ALLOW: '10.1.0.5:6000' };
    expect(await refusedWith(database, '10.1.0.5:6000')).toContain('Nothing is ever sent there');
    const engine = { TOCSIN_DOCKER_HOST: 'tcp://proxy:2999', TOCSIN_EGRESS_ALLOW: '10.1.0.6:2999' };
    expect(await refusedWith(engine, '10.1.0.6:2999')).toBe(undefined);
  });

  test('that a name nobody knows at the start is closed as a name', async () => {
    const { config } = loadConfig({ env: { TOCSIN_DOCKER_HOST: 'tcp://later:2999' }, folder: temporaryDirectory() });
    const policy = await createEgressPolicy({ config, port: 8_080, lookup: DNS });
    const place = { address: '10.9.9.9', port: 2_999, speaks: 'http' } as const;
    expect(policy.refuse({ ...place, host: 'later' })?.words).toContain(
      'later leads to 10.9.9.9:2999, which is a container engine',
    );
    expect(policy.refuse({ ...place, host: 'other' })).toBe(undefined);
  });

  test.each(['0.0.0.0', '::', '127.0.0.1', 'localhost', '::1', '192.168.1.3'])(
    'that every address of this machine is the server’s where it listens on %s',
    async (host) => {
      expect(HERE.length).toBeGreaterThan(0);
      const env = { TOCSIN_HOST: host, TOCSIN_EGRESS_ALLOW: '127.0.0.0/8,[::1]' };
      for (const address of THIS_MACHINE)
        expect(await refusedWith(env, `${address}:8080`)).toMatch(/this server itself/);
      expect(await refusedWith(env, '127.0.0.1:8081')).toBe(undefined);
      const opened = { ...env, TOCSIN_EGRESS_ALLOW: '127.0.0.0/8:8080' };
      expect(await refusedWith(opened, '127.0.0.1:8080')).toBe(undefined);
    },
  );

  test.each([
    'postgres://u:p@127.0.0.1:6000/x',
    'postgres://u:p@localhost:6000/x',
    'postgres://u:p@LOCALHOST.:6000/x',
    'postgres://u:p@[::1]:6000/x',
    'postgres://u:p@0.0.0.0:6000/x',
    'postgres://u:p@mapped.example:6000/x',
    'postgres://u:p@%6cocalhost:6000/x',
    'postgres:///x?host=/run/postgresql&port=6000',
    'postgres://u:p@%2Frun%2Fpostgresql:6000/x',
    'postgres://u:p@elsewhere.example:5499/x?host=127.0.0.1&port=6000',
    'postgres://u:p@db/x?host=10.1.0.5,localhost&port=6001,6000',
    'postgres://u:p@db/x?host=localhost&host=10.1.0.5&port=6000&port=6001',
    'postgres://u:p@db/x?hostaddr=127.0.0.1&port=6000',
  ])('that the database at %s is closed at every address of this machine, and nothing opens it', async (url) => {
    const env = { TOCSIN_DATABASE_URL: url, TOCSIN_EGRESS_ALLOW: '0.0.0.0/0:6000,[::]/0:6000' };
    for (const address of THIS_MACHINE)
      expect([address, await refusedWith(env, `${address}:6000`)]).toEqual([
        address,
        expect.stringMatching(/is the database of Tocsin\. Nothing is ever sent there/),
      ]);
    expect(await refusedWith(env, '10.1.0.9:6000')).toBe(undefined);
  });

  test.each([
    [{ TOCSIN_HOST: '127.0.0.1' }, 8_080, 'this server itself'],
    [{ TOCSIN_HOST: '192.168.7.7' }, 8_080, 'this server itself'],
    [{ TOCSIN_DATABASE_URL: 'postgres://u:p@localhost:9432/x' }, 9_432, 'the database'],
    [{ TOCSIN_DATABASE_URL: 'postgres://u:p@192.168.7.7:9432/x' }, 9_432, 'the database'],
    [{ TOCSIN_DATABASE_URL: 'postgres:///x?host=/run/postgresql&port=9432' }, 9_432, 'the database'],
    [{ TOCSIN_DOCKER_HOST: 'tcp://127.0.0.1:2999' }, 2_999, 'a container engine'],
    [{ TOCSIN_DOCKER_HOST: 'tcp://192.168.7.7:2999' }, 2_999, 'a container engine'],
  ])('that with %j port %i is closed also at an address that this machine gets later', async (env, port, words) => {
    const here = ['192.168.7.7'];
    const { config } = loadConfig({ env, folder: temporaryDirectory() });
    const lookup = namesOf({ localhost: [['127.0.0.1']], '127.0.0.1': [['127.0.0.1']], '192.168.7.7': [[...here]] });
    const policy = await createEgressPolicy({ config, port: 8_080, lookup, addressesHere: () => [...here] });
    const refused = (address: string) => policy.refuse({ address, host: address, port, speaks: 'http' })?.words;
    expect(refused('192.168.7.7')).toContain(words);
    expect(refused('192.168.7.8')).toBe(undefined);
    here.push('192.168.7.8', 'fd00:7::8');
    for (const address of ['192.168.7.8', '::ffff:192.168.7.8', 'fd00:7::8']) expect(refused(address)).toContain(words);
    here.splice(1);
    expect(refused('192.168.7.8')).toBe(undefined);
  });

  test('that each of several databases is closed', async () => {
    const TOCSIN_DATABASE_URL = 'postgres://u:p@127.0.0.1:6000/x?host=db,10.1.0.8&port=6001';
    const env = { TOCSIN_DATABASE_URL, TOCSIN_EGRESS_ALLOW: '0.0.0.0/0:6001' };
    for (const place of ['10.1.0.5:6001', '10.1.0.8:6001'])
      expect(await refusedWith(env, place)).toContain('the database');
    expect(await refusedWith(env, '10.1.0.9:6001')).toBe(undefined);
  });

  test('that an engine on this machine is closed at every address of it', async () => {
    const env = { TOCSIN_DOCKER_HOST: 'tcp://localhost:2999', TOCSIN_EGRESS_ALLOW: '127.0.0.0/8,[::1]' };
    for (const address of THIS_MACHINE) expect(await refusedWith(env, `${address}:2999`)).toMatch(/a container engine/);
  });
});
