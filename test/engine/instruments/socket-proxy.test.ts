// The instruments: a socket proxy that refuses and cuts as it is told.
import path from 'node:path';
import { expect, test } from 'vitest';
import { numberedLines } from '../../support/real-engine/containers.ts';
import { engineApi } from '../../support/real-engine/engine-api.ts';
import { dockerForSuite } from '../../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../../support/real-engine/host/requirements.ts';
import { startSocketProxy } from '../../support/real-engine/socket-proxy.ts';
import { runForTest } from '../../support/real-engine/suite-containers.ts';
import { describeWith } from '../../support/requirement.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';

describeWith(DOCKER, 'a socket proxy', () => {
  const docker = dockerForSuite();

  test('lets GET through, refuses the rest and what it is told, and keeps a list of both', async () => {
    const proxy = await startSocketProxy({
      target: docker().socket,
      socket: path.join(temporaryDirectory(), 'proxy.sock'),
      refuses: (asked) => asked.startsWith('/info'),
    });
    const api = engineApi(proxy.socket);
    expect((await api.expect('GET', '/v1.41/version')).ApiVersion).toBe('1.41');
    expect((await api.call('GET', '/v1.41/info')).status).toBe(403);
    expect((await api.call('POST', '/v1.41/containers/create', {})).status).toBe(403);
    expect(proxy.asked).toEqual(['/version']);
    expect(proxy.refused).toEqual(['GET /info', 'POST /containers/create']);
  });

  test('breaks an answer off that has not ended in time, in the middle of its lines', async () => {
    const proxy = await startSocketProxy({
      target: docker().socket,
      socket: path.join(temporaryDirectory(), 'proxy.sock'),
      cutAfterMs: 300,
    });
    const id = await runForTest(docker().api, { command: numberedLines({ lines: 1_000_000, pauseUs: 1_000 }) });
    const asked = performance.now();
    await expect(engineApi(proxy.socket).bytes(`/containers/${id}/logs?follow=1&stdout=1`)).rejects.toThrow('aborted');
    expect(performance.now() - asked).toBeGreaterThan(250);
    expect(proxy.cuts()).toBe(1);
  });
});
