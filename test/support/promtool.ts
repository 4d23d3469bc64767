import { spawnSync } from 'node:child_process';
import type { Requirement } from './requirement.ts';

const found = spawnSync('promtool', ['--version']).status === 0;

/** Prometheus' own checker; Debian's package `prometheus` brings it. */
export const promtool: Requirement = {
  name: 'promtool',
  missing: found ? undefined : 'install the package prometheus',
};

/** What `promtool check metrics` complains about; empty when it is content. */
export function metricFaults(page: string): string {
  const { stdout, stderr, status } = spawnSync('promtool', ['check', 'metrics'], { input: page, encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`;
}
