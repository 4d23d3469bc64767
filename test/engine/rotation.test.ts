// The engine deletes what it wrote before anybody could read it: nothing is read twice, nothing that is still there is missed, and what is lost is said to be.
import { expect, test } from 'vitest';
import type { Gap } from '../../src/core/lines/reading.ts';
import { millisecondsOf } from '../../src/core/lines/stamp.ts';
import { type LedgerFindings, lookAtLedger } from '../support/reading/ledger-verdict.ts';
import type { WrittenLines } from '../support/reading/line-check.ts';
import { readEngine, startReader } from '../support/reading/reader-for-test.ts';
import { containerEnd, numberedLines } from '../support/real-engine/containers.ts';
import type { EngineApi } from '../support/real-engine/engine-api.ts';
import { dockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

/** Stamps of the two streams may lie the wrong way round by so much. */
const DISORDER_MS = 100;

const WRITTEN = { lines: size(60_000, 300_000) };
const LOGS = [
  { driver: 'json-file', driverOptions: { 'max-size': '1m', 'max-file': '1' } },
  { driver: 'json-file', driverOptions: { 'max-size': '1m', 'max-file': '3' } },
  { driver: 'json-file', driverOptions: { 'max-size': '1m', 'max-file': '5', compress: 'true' } },
  { driver: 'local', driverOptions: { 'max-size': '1m', 'max-file': '3' } },
];

describeWith(DOCKER, 'a log that is rotated', () => {
  const docker = dockerForSuite();

  test.for(LOGS)('faster than it can be read ($driver $driverOptions)', { timeout: LIMIT_MS }, async (log) => {
    const { api, socket } = docker();
    const { reader, settings } = await readEngine(socket);
    const id = await runForTest(api, { ...log, command: numberedLines(WRITTEN) });
    await containerEnd(api, id);
    await reader.hasRead([id], WAIT_MS);
    await reader.stop();
    const there = await numbersInHistory(api, id);
    await lookAtLedger(settings.file, (findings) => expectOnlyToldLosses(findings, { id, there }));
  });

  test.for(LOGS)('while no reader runs ($driver $driverOptions)', { timeout: LIMIT_MS }, async (log) => {
    const { api, socket } = docker();
    const { reader, settings } = await readEngine(socket);
    const command = ['sh', '-c', `wr 1000 60 0 b 0; sleep 2; wr ${WRITTEN.lines - 1000} 60 0 b 1000`];
    const id = await runForTest(api, { ...log, command });
    await reader.hasLines(id, 1_000);
    await reader.stop();
    await containerEnd(api, id);
    const again = startReader(settings);
    await again.hasRead([id], WAIT_MS);
    await again.stop();
    const there = await numbersInHistory(api, id);
    await lookAtLedger(settings.file, (findings) => {
      expectOnlyToldLosses(findings, { id, there });
      expect(findings.verdict(id, WRITTEN).lost.length).toBeGreaterThan(0);
      expect(findings.gaps(id).map(({ reason }) => reason)).toEqual(['rotated']);
    });
  });

  /** Nothing twice; what was lost is not in the engine's history either, and lies in gaps. */
  function expectOnlyToldLosses(
    findings: LedgerFindings,
    { id, there }: { id: string; there: ReadonlySet<number> },
  ): void {
    const { lost, twice, foreign } = findings.verdict(id, WRITTEN);
    expect({ twice, foreign }).toEqual({ twice: [], foreign: [] });
    expect(lost.filter((number) => there.has(number))).toEqual([]);
    expect(untold(findings, id, WRITTEN)).toEqual([]);
  }

  /** The lost stretches that no gap covers, in words. Each stream for itself: one may be thousands of lines behind the other. */
  function untold(findings: LedgerFindings, id: string, written: WrittenLines): readonly string[] {
    const { lost } = findings.verdict(id, written);
    const gaps = findings.gaps(id).reduce(merged, []);
    const times = new Map(findings.lines(id).map((line) => [Number(line.text.slice(0, 9)), millisecondsOf(line)]));
    return [0, 1]
      .flatMap((parity) => stretches(lost.filter((number) => number % 2 === parity)))
      .map(([first, last]) => ({ first, last, from: times.get(first - 2), to: times.get(last + 2) }))
      .filter((stretch) => !gaps.some((gap) => covers(gap, stretch)))
      .map(
        ({ first, last, from, to }) =>
          `lines ${first} to ${last}, between ${from} and ${to}; gaps: ${JSON.stringify(gaps)}`,
      );
  }

  /** Between two gaps that are so close lines of the other stream may have come. */
  function merged(gaps: readonly Gap[], next: Gap): readonly Gap[] {
    const last = gaps.at(-1);
    const isClose = last?.to && next.from && millisecondsOf(next.from) - millisecondsOf(last.to) <= DISORDER_MS;
    return last && isClose ? [...gaps.slice(0, -1), { ...next, from: last.from }] : [...gaps, next];
  }

  function covers(gap: Gap, { from, to }: { from: number | undefined; to: number | undefined }): boolean {
    const begins = gap.from === undefined || from === undefined || millisecondsOf(gap.from) <= from + DISORDER_MS;
    const ends = gap.to === undefined || to === undefined || millisecondsOf(gap.to) >= to - DISORDER_MS;
    return begins && ends;
  }
});

/** First and last of numbers of one stream that lie side by side. */
function stretches(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const open = found.at(-1);
    if (open && number - open[1] === 2) open[1] = number;
    else found.push([number, number]);
  }
  return found;
}

async function numbersInHistory(api: EngineApi, id: string): Promise<ReadonlySet<number>> {
  const log = await api.bytes(`/containers/${id}/logs?stdout=1&stderr=1`);
  return new Set([...log.toString('latin1').matchAll(/(\d{9}) [a-z]+\n/g)].map(([, number]) => Number(number)));
}
