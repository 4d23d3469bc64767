import { describe, expect, test } from 'vitest';
import type { EngineTraits } from '../engine/engine-client.ts';
import { crowdNote } from './crowd-note.ts';

const docker = (version: string | undefined): EngineTraits => ({
  ...{ kind: 'docker', apiVersion: '1.41', notes: [] },
  version,
});

describe('what many containers need of the machine of an engine', () => {
  test('is told where the engine is old and they are more than a hundred', () => {
    expect(crowdNote(docker('20.10.24'), 101)).toMatch(/^101 containers.*fs\.inotify\.max_user_instances/);
  });

  test.each([
    ['a hundred', docker('20.10.24'), 100],
    ['a newer engine', docker('23.0.0'), 500],
    ['an engine that does not say how old it is', docker(undefined), 500],
    ['Podman', { ...docker('4.3.1'), kind: 'podman' } as const, 500],
    ['nobody', undefined, 500],
  ])('is nothing for %s', (_, traits, watched) => {
    expect(crowdNote(traits, watched)).toBeUndefined();
  });
});
