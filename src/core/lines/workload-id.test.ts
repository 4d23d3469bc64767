import { expect, test } from 'vitest';
import type { Workload } from './origin.ts';
import { workloadId } from './workload-id.ts';

const id = (host: string, kind: Workload['kind'], name: string) => workloadId({ host, workload: { kind, name } });

test('a workload has the same id on every instance and in every year, and no other workload has it', () => {
  // Rules and mutes are saved with it: another digest would part them from their workloads.
  expect(id('local', 'compose', 'shop/web')).toBe('23027f328e186c52');
  const others = [id('far', 'compose', 'shop/web'), id('local', 'swarm', 'shop/web'), id('local', 'compose', 'shop')];
  const glued = [id('a', 'compose', 'b'), id('ac', 'compose', 'b'), id('a', 'container', '","compose","b')];
  expect(new Set([id('local', 'compose', 'shop/web'), ...others, ...glued]).size).toBe(7);
});
