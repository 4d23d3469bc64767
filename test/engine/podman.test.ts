// Podman, whose stamps have whole seconds and whose frames are others: the same lines, each once.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { lookAtLedger } from '../support/reading/ledger-verdict.ts';
import { inWords } from '../support/reading/line-check.ts';
import { lineDigest } from '../support/reading/line-digest.ts';
import { numberedLine } from '../support/reading/numbered-line.ts';
import { readEngine, startReader } from '../support/reading/reader-for-test.ts';
import {
  type ContainerSpec,
  containerEnd,
  type NumberedLines,
  numberedLines,
  startContainer,
} from '../support/real-engine/containers.ts';
import { podmanForSuite } from '../support/real-engine/engine-for-suite.ts';
import { writeWithHalts } from '../support/real-engine/halting-writer.ts';
import { PODMAN } from '../support/real-engine/host/requirements.ts';
import { createForTest, runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

describeWith(PODMAN, 'Podman', () => {
  const podman = podmanForSuite();
  const run = (spec: ContainerSpec) => runForTest(podman().api, { ...spec, cgroupParent: podman().cgroupParent });

  test('a reader that is killed again and again reads each line once', { timeout: LIMIT_MS }, async () => {
    const written = { lines: size(10_000, 100_000), length: 60 };
    let { reader, settings } = await readEngine(podman().socket);
    expect((await reader.report()).engine.traits).toMatchObject({ kind: 'podman' });
    // From here on it is known where this engine was begun, whenever the reader is killed.
    await reader.hasRead([await run({ command: ['say', 'o:begun\\n'] })]);
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

  test('a flood of short and long lines is read whole while its container still runs', {
    timeout: LIMIT_MS,
  }, async () => {
    const { reader, settings } = await readEngine(podman().socket, { keep: 'digests' });
    const floods = [
      { lines: size(30_000, 300_000), length: 60, pauseUs: 0 },
      { lines: size(1_000, 10_000), length: 20_000, pauseUs: 500 },
    ];
    const thenWait = (flood: NumberedLines) => `${numberedLines(flood).join(' ')}; exec say s:3600000`;
    const ids = await Promise.all(floods.map((flood) => run({ command: ['sh', '-c', thenWait(flood)] })));
    await Promise.all(floods.map(({ lines }, at) => reader.hasLines(ids[at] ?? '', lines, WAIT_MS)));
    await reader.stop();
    await lookAtLedger(settings.file, (ledger) => {
      for (const [at, { lines, length }] of floods.entries()) {
        const left = new Set(Array.from({ length: lines }, (_, i) => lineDigest(Buffer.from(numberedLine(i, length)))));
        const others = ledger.lines(ids[at] ?? '').filter(({ text, times }) => !left.delete(text) || times > 1);
        expect({ others: others.slice(0, 5), lost: left.size }).toEqual({ others: [], lost: 0 });
      }
    });
  });

  test('records that stand in the log by half when Podman comes to its end are read once they are whole', {
    timeout: LIMIT_MS,
  }, async () => {
    const { reader, settings } = await readEngine(podman().socket);
    const written = { lines: size(10_000, 100_000), length: 100, streams: 'stdout' } as const;
    const id = await run({ command: ['say', 's:3600000'] });
    await writeWithHalts(podman().api, id, written);
    await reader.hasLines(id, written.lines, WAIT_MS);
    await reader.stop();
    await lookAtLedger(settings.file, ({ verdict }) => {
      expect(inWords({ ...verdict(id, written), disordered: 0 })).toBe('every line once');
    });
  });

  test('containers that end at once are read whole while they are there, and what is removed with them is a gap', {
    timeout: LIMIT_MS,
  }, async () => {
    const { api, socket, cgroupParent } = podman();
    const { reader, settings } = await readEngine(socket);
    const written = { lines: 50, pauseUs: 4_000 };
    const startAll = async (autoRemove: boolean): Promise<string[]> => {
      const spec = { command: numberedLines(written), autoRemove, cgroupParent };
      const ids = await Promise.all(Array.from({ length: 8 }, () => createForTest(api, spec)));
      await Promise.all(ids.map((id) => startContainer(api, id)));
      // One that is removed may be gone before it is asked about.
      await Promise.all(ids.map((id) => api.call('POST', `/containers/${id}/wait`)));
      return ids;
    };
    const [kept, removed] = [await startAll(false), await startAll(true)];
    await reader.hasRead([...kept, ...removed], WAIT_MS);
    await reader.stop();
    await lookAtLedger(settings.file, ({ verdict, gaps }) => {
      // Within a second the order of the ledger is not that of the lines.
      const wordsOf = (id: string) => inWords({ ...verdict(id, written), disordered: 0 });
      expect(kept.map((id) => [wordsOf(id), gaps(id)])).toEqual(kept.map(() => ['every line once', []]));
      expect(removed.filter((id) => gaps(id).length === 0).map(wordsOf)).not.toContainEqual(
        expect.stringContaining('lost'),
      );
      expect(removed.map(wordsOf)).not.toContainEqual(expect.stringContaining('twice'));
    });
  });

  test('a line that a run has left without an end is read once, and what the next run begins with, too', {
    timeout: LIMIT_MS,
  }, async () => {
    const { api, socket } = podman();
    const { reader, settings } = await readEngine(socket);
    const script =
      'n=$(cat /n 2>/dev/null || echo 1); echo $((n + 1)) > /n; echo begun $n; echo on stderr $n >&2; say o:left$n';
    const runs = [1, 2, 3];
    const id = await run({ command: ['sh', '-c', script] });
    for (const nth of runs) {
      await containerEnd(api, id);
      await reader.hasLines(id, 3 * nth, WAIT_MS);
      if (nth < runs.length) await startContainer(api, id);
    }
    await reader.kill();
    const again = startReader(settings);
    await again.hasRead([id]);
    await again.stop();
    const expected = runs.flatMap((nth) => [`begun ${nth}`, `on stderr ${nth}`, `left${nth}`]);
    await lookAtLedger(settings.file, ({ lines, gaps }) => {
      const told = lines(id).map(({ text, times }) => `${times} ${text}`);
      expect([told.toSorted(), gaps(id)]).toEqual([expected.map((text) => `1 ${text}`).toSorted(), []]);
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
