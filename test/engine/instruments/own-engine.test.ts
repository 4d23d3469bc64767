// The ground under the other tests of this folder: an engine of their own that can be killed, comes back, and leaves nothing behind.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CHILD_ENVIRONMENT } from '../../support/child-environment.ts';
import { containerEnd, numberedLines, runContainer } from '../../support/real-engine/containers.ts';
import { ownDockerForSuite, podmanForSuite } from '../../support/real-engine/engine-for-suite.ts';
import { processesOf } from '../../support/real-engine/host/processes.ts';
import { DOCKER, PODMAN } from '../../support/real-engine/host/requirements.ts';
import { describeWith } from '../../support/requirement.ts';
import { waitUntil } from '../../support/wait-until.ts';

describeWith(DOCKER, 'an engine of the tests’ own', () => {
  const docker = ownDockerForSuite({ liveRestore: true });

  test('containers live on while an engine with live-restore is killed, and it finds them again', async () => {
    const id = await runContainer(docker().api, { command: numberedLines({ lines: 1_000_000, pauseUs: 10_000 }) });
    const pid = (await docker().api.expect('GET', `/containers/${id}/json`)).State.Pid;
    await docker().kill('SIGKILL');
    await expect(docker().api.call('GET', '/_ping')).rejects.toThrow(/ECONNREFUSED|ENOENT/);
    expect(existsSync(`/proc/${pid}`)).toBe(true);
    await docker().start();
    expect((await docker().api.expect('GET', `/containers/${id}/json`)).State).toMatchObject({
      Running: true,
      Pid: pid,
    });
  });

  test('it goes with its containers, its folder and its mounts when the process that uses it is killed', async () => {
    const user = spawn(process.execPath, [path.join(import.meta.dirname, 'engine-user.ts')], {
      env: CHILD_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const folder = await new Promise<string>((resolve) => user.stdout.setEncoding('utf8').once('data', resolve));
    expect(processesOf(folder).length).toBeGreaterThan(3);
    user.kill('SIGKILL');
    await waitUntil(() => !existsSync(folder), { what: `the folder ${folder} is gone` });
    await waitUntil(() => processesOf(folder).length === 0, { what: () => `none is left of ${processesOf(folder)}` });
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(folder);
  });
});

describeWith(PODMAN, 'a Podman of the tests’ own', () => {
  const podman = podmanForSuite();

  test('it runs the image’s containers and hands out what they wrote, with stamps of whole seconds', async () => {
    const { api, cgroupParent } = podman();
    const id = await runContainer(api, {
      command: numberedLines({ lines: 3, length: 12, streams: 'stdout' }),
      cgroupParent,
    });
    expect(await containerEnd(api, id)).toBe(0);
    const log = await api.bytes(`/containers/${id}/logs?stdout=1&timestamps=1`);
    expect(log.toString()).toMatch(/\d\d:\d\dZ 000000000 kl\n.*Z 000000001 lm\n.*Z 000000002 mn\n$/s);
    expect((await api.call('GET', '/_ping')).status).toBe(200);
  });
});
