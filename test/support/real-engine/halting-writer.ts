// Writes to the log of a Podman container as its monitor does on a slow machine: each time that it pauses, a record stands there by half.
import { closeSync, openSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { numberedLine } from '../reading/numbered-line.ts';
import type { EngineApi } from './engine-api.ts';

export interface HaltingLines {
  readonly lines: number;
  readonly length: number;
}

/** Records between two pauses. */
const TOGETHER = 20;
const PAUSE_MS = 5;

/** The lines are those of `wr`, all on stdout. Its container must write nothing itself meanwhile. */
export async function writeWithHalts(api: EngineApi, id: string, { lines, length }: HaltingLines): Promise<void> {
  const { LogPath } = await api.expect('GET', `/containers/${id}/json`);
  const stamp = new Date().toISOString().replace('Z', '000000+00:00');
  const record = (number: number): string => `${stamp} stdout F ${numberedLine(number, length)}\n`;
  const file = openSync(LogPath, 'a');
  try {
    let rest = '';
    for (let first = 0; first < lines; first += TOGETHER) {
      const text = Array.from({ length: Math.min(TOGETHER, lines - first) }, (_, i) => record(first + i)).join('');
      const half = text.length - Math.floor(length / 2);
      writeSync(file, `${rest}${text.slice(0, half)}`);
      rest = text.slice(half);
      await sleep(PAUSE_MS);
    }
    writeSync(file, rest);
  } finally {
    closeSync(file);
  }
}
