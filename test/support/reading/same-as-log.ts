// Holds a ledger's lines against the engine's own file: for containers whose lines have no numbers, or whose engine was killed.
import type { JsonRecord } from '../real-engine/json-log.ts';
import type { LedgerLine } from '../test-ledger.ts';

const STREAMS = { stdout: 1, stderr: 2 } as const;

interface Lines {
  readonly inLog: readonly JsonRecord[];
  readonly inLedger: readonly LedgerLine[];
}

/** What differs between the two, as sentences; no line may be of more than 100 bytes. */
export function differences({ inLog, inLedger }: Lines): readonly string[] {
  const left = new Map<string, number>();
  for (const { stream, time, log } of inLog)
    add(left, `${STREAMS[stream]} ${exact(time)} ${log.replace(/\r?\n$/, '')}`, 1);
  for (const { stream, seconds, nanos, text, times } of inLedger) {
    const stamp = `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(nanos).padStart(9, '0')}Z`;
    add(left, `${stream} ${stamp} ${text}`, -times);
  }
  return [...left]
    .filter(([, count]) => count !== 0)
    .map(([line, count]) => `${count > 0 ? 'not in the ledger' : 'too often in the ledger'}: ${line}`);
}

function add(counts: Map<string, number>, line: string, count: number): void {
  counts.set(line, (counts.get(line) ?? 0) + count);
}

/** The file leaves zeros at the end of a stamp out. */
function exact(time: string): string {
  const [second = '', fraction = ''] = time.replace('Z', '').split('.');
  return `${second}.${fraction.padEnd(9, '0')}Z`;
}
