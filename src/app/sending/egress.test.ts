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
});

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

  test('that every address of this machine is the server’s where it listens on all', async () => {
    const here = Object.values(networkInterfaces()).flatMap((some = []) => some.map(({ address }) => address));
    expect(here.length).toBeGreaterThan(0);
    const env = { TOCSIN_HOST: '0.0.0.0', TOCSIN_EGRESS_ALLOW: '127.0.0.0/8' };
    for (const address of [...here, '127.0.0.2', '127.255.0.1', '::ffff:127.3.4.5']) {
      const { config } = loadConfig({ env, folder: temporaryDirectory() });
      const policy = await createEgressPolicy({ config, port: 8_080, lookup: DNS });
      expect(policy.refuse({ address, host: address, port: 8_080, speaks: 'http' })?.words).toMatch(
        /this server itself/,
      );
    }
    const { config } = loadConfig({ env: { ...env, TOCSIN_HOST: '127.0.0.1' }, folder: temporaryDirectory() });
    const policy = await createEgressPolicy({ config, port: 8_080, lookup: DNS });
    const beside = { address: '127.0.0.2', host: '127.0.0.2', port: 8_080, speaks: 'http' } as const;
    expect(policy.refuse(beside)).toBe(undefined);
  });
});
