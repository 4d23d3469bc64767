// Readers for the test that runs now.
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from '../temporary-directory.ts';
import type { ReaderSettings } from './reader-words.ts';
import { RunningReader } from './running-reader.ts';

export interface ReaderForTest {
  readonly settings: ReaderSettings;
  readonly reader: RunningReader;
}

/** It ends with the test, if not before. */
export function startReader(settings: ReaderSettings): RunningReader {
  const reader = new RunningReader(settings);
  onTestFinished(() => reader.kill());
  return reader;
}

/** Resolves when it watches the engine. */
export async function readEngine(socket: string, settings: Partial<ReaderSettings> = {}): Promise<ReaderForTest> {
  const file = path.join(temporaryDirectory(), 'ledger.db');
  const whole: ReaderSettings = { url: `unix://${socket}`, file, keep: 'lines', ...settings };
  const reader = startReader(whole);
  await reader.connected();
  return { settings: whole, reader };
}
