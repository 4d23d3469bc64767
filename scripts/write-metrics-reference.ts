// Writes docs/guide/metrics.md from what a running server shows: npm run docs:metrics
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { metricsReference } from '../src/telemetry/metrics-reference.ts';
import { observedServer } from '../test/support/observed-server.ts';

const server = await observedServer();
try {
  const page = await (await fetch(`${server.url}/metrics`)).text();
  writeFileSync(path.resolve(import.meta.dirname, '..', 'docs', 'guide', 'metrics.md'), metricsReference(page));
} finally {
  await server.stop();
}
