import { expect, test } from 'vitest';
import { lifeWordIn } from './life-word.ts';

test.each([
  ['start', {}, { is: 'started' }],
  ['die', { exitCode: '3' }, { is: 'died', exitCode: 3 }],
  ['died', { containerExitCode: '137' }, { is: 'died', exitCode: 137 }],
  ['die', {}, { is: 'died', exitCode: undefined }],
  ['die', { exitCode: 'three' }, { is: 'died', exitCode: undefined }],
  ['kill', { signal: '15' }, { is: 'signalled', signal: 15 }],
  ['kill', {}, { is: 'signalled', signal: undefined }],
  ['oom', {}, { is: 'oom' }],
  ['health_status: unhealthy', {}, { is: 'health', isHealthy: false }],
  ['health_status: healthy', {}, { is: 'health', isHealthy: true }],
  ['health_status', { health_status: 'unhealthy' }, { is: 'health', isHealthy: false }],
  ['health_status: starting', {}, undefined],
  ['destroy', {}, { is: 'removed' }],
  ['remove', {}, { is: 'removed' }],
  ['exec_die', { exitCode: '1' }, undefined],
  ['stop', {}, undefined],
  ['pause', {}, undefined],
])('the event %s with %j says %j of a life', (action, attributes, word) =>
  expect(lifeWordIn(action, attributes)).toEqual(word),
);
