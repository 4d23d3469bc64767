import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { configReference } from './reference.ts';

const PAGE = path.resolve(import.meta.dirname, '..', '..', 'docs', 'guide', 'configuration.md');

test('the page in the guide is the one that the schema gives (npm run docs:config)', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(configReference());
});

test('every name that people rely on stands on the page', () => {
  const names =
    'HOST PORT PUBLIC_URL DATA_DIR DATABASE_URL DOCKER_HOST ADMIN_PASSWORD EGRESS_ALLOW EGRESS_PRIVATE CONTAINER_EVENTS_PER_MINUTE CONTAINER_EVENTS_BURST EVENT_RETENTION_DAYS LOG_LEVEL LOG_FORMAT TRUSTED_PROXIES METRICS_PUBLIC DOCKER_POLL_SECONDS DOCKER_INCLUDE DOCKER_EXCLUDE LOCK_TTL_SECONDS LOCK_HEARTBEAT_SECONDS';
  for (const name of names.split(' ')) expect(configReference()).toContain(`\`TOCSIN_${name}\``);
});
