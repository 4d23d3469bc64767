import { expect, test } from 'vitest';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { loadConfig } from '../../config/load.ts';
import { SETTING_NAMES } from '../../config/schema.ts';
import { demoConfig } from './demo-composition.ts';

const OWN = {
  TOCSIN_DATA_DIR: '/srv/tocsin',
  TOCSIN_DATABASE_URL: 'postgres://me:secret@db/tocsin',
  TOCSIN_ADMIN_PASSWORD: 'correct horse battery staple',
  TOCSIN_DOCKER_HOST: 'tcp://nas:2375',
  TOCSIN_EGRESS_ALLOW: '127.0.0.1/32:9000',
  EXTERNAL_LOGGING_ENABLED: 'true',
  EXTERNAL_LOGGING_PROVIDER: 'papertrail',
  PAPERTRAIL_HOST: 'logs.example',
  PAPERTRAIL_PORT: '514',
};

test('the demo takes of a configuration how it serves and logs, and nothing else', () => {
  const of = (env: Readonly<Record<string, string>>) =>
    demoConfig(loadConfig({ env, folder: temporaryDirectory() }).config);
  const serving = { TOCSIN_PORT: '9000', TOCSIN_HOST: '0.0.0.0', TOCSIN_LOG_LEVEL: 'debug' };
  expect(of({ ...OWN, ...serving })).toEqual(of(serving));
  expect(of(serving)).toMatchObject({ port: 9_000, host: '0.0.0.0', logLevel: 'debug', dockerHost: [] });
  expect(Object.keys(of({})).toSorted()).toEqual(SETTING_NAMES.toSorted());
});
