// Podman, whose stamps have whole seconds and whose frames are others: the same lines, each once.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { lookAtLedger } from '../support/reading/ledger-verdict.ts';
import { inWords } from '../support/reading/line-check.ts';
import { lineDigest } from '../support/reading/line-digest.ts';
import { readEngine, startReader } from '../support/reading/reader-for-test.ts';
import { type ContainerSpec, containerEnd, numberedLines } from '../support/real-engine/containers.ts';
import { podmanForSuite } from '../support/real-engine/engine-for-suite.ts';
import { PODMAN } from '../support/real-engine/host/requirements.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

describeWith(PODMAN, 'Podman', () => {
  const podman = podmanForSuite();
  const run = (spec: ContainerSpec) => runForTest(podman().api, { ...spec, cgroupParent: podman().cgroupParent });

  test('a reader that is killed again and again reads each line once', { timeout: LIMIT_MS }, async () => {
    const written = { lines: size(10_000, 100_000) };
    let { reader, settings } = await readEngine(podman().socket);
    expect((await reader.report()).engine.traits).toMatchObject({ kind: 'podman' });
    const ids = await Promise.all([0, 300].map((pauseUs) => run({ command: numberedLines({ ...written, pauseUs }) })));
    for (let kill = 0; kill < size(5, 60); kill += 1) {
      await sleep(Math.random() * 1_000);
      await reader.kill();
      reader = startReader(settings);
    }
    await Promise.all(ids.map((id) => containerEnd(podman().api, id)));
    await reader.hasRead(ids, WAIT_MS);
    await reader.stop();
    await lookAtLedger(settings.file, ({ verdict }) => {
      // Within a second the order of the ledger is not that of the lines.
      const words = ids.map((id) => inWords({ ...verdict(id, written), disordered: 0 }));
      expect(words).toEqual(ids.map(() => 'every line once'));
    });
  });

  test('equal lines within a second, long lines and bytes that are no text arrive as they are', {
    timeout: LIMIT_MS,
  }, async () => {
    const { reader, settings } = await readEngine(podman().socket, { keep: 'digests' });
    const ops = ['O:50:same\\n', 'O:40000:x', 'o:\\n', 'o:a\\xffb\\n', 'o:\\n', 'o:dos\\r\\n', 'o:last'];
    const id = await run({ command: ['say', ...ops] });
    await containerEnd(podman().api, id);
    await reader.hasRead([id]);
    await reader.stop();
    const expected = [...Array.from({ length: 50 }, () => 'same'), 'x'.repeat(40_000), 'a\xffb', '', 'dos', 'last'];
    await lookAtLedger(settings.file, ({ lines }) => {
      // Within a second the order of the ledger is not that of the lines.
      expect(
        lines(id)
          .map(({ text, times }) => `${times} ${text}`)
          .toSorted(),
      ).toEqual(expected.map((text) => `1 ${lineDigest(Buffer.from(text, 'latin1'))}`).toSorted());
    });
  });
});
