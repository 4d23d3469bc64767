// What an engine says of one container, as far as its lines are concerned.
import { z } from 'zod';
import type { EngineClient } from '../engine/engine-client.ts';
import type { EngineFault } from '../engine/faults/engine-fault.ts';

const inspected = z.looseObject({
  State: z
    .looseObject({
      Running: z.boolean().optional(),
      Status: z.string().optional(),
      StartedAt: z.string().optional(),
    })
    .optional(),
  HostConfig: z
    .looseObject({
      AutoRemove: z.boolean().optional(),
      LogConfig: z
        .looseObject({ Type: z.string().optional(), Config: z.record(z.string(), z.unknown()).nullish() })
        .optional(),
    })
    .optional(),
});

export interface Inspection {
  readonly isRunning: boolean;
  /** Its engine removes it as soon as it has ended: `--rm`. */
  readonly isRemovedAtEnd: boolean;
  /** When its last run began, as the engine writes it. */
  readonly startedAt: string | undefined;
  /** From so many bytes on the engine begins another file of lines and deletes the oldest; undefined when it never does. */
  readonly rotatesAtBytes: number | undefined;
  /** So much of its lines the engine keeps, all files together; undefined when it keeps all of them. */
  readonly keptBytes: number | undefined;
}

/** The `local` driver rotates unless it is told otherwise. */
const LOCAL_DEFAULT_BYTES = 20 * 1024 * 1024;
const LOCAL_DEFAULT_FILES = 5;

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Undefined when the answer is none that an engine would give. */
export function readInspection(body: unknown): Inspection | undefined {
  const parsed = inspected.safeParse(body);
  if (!parsed.success) return undefined;
  const { State, HostConfig } = parsed.data;
  const { Type, Config } = HostConfig?.LogConfig ?? {};
  const isRunning = State?.Running ?? (State?.Status === 'running' || State?.Status === 'paused');
  const isLocal = Type === 'local';
  const rotatesAtBytes = bytesOf(Config?.['max-size']) ?? (isLocal ? LOCAL_DEFAULT_BYTES : undefined);
  const files = countOf(Config?.['max-file']) ?? (isLocal ? LOCAL_DEFAULT_FILES : 1);
  const keptBytes = rotatesAtBytes === undefined ? undefined : rotatesAtBytes * files;
  const isRemovedAtEnd = HostConfig?.AutoRemove ?? false;
  return { isRunning, isRemovedAtEnd, startedAt: State?.StartedAt, rotatesAtBytes, keptBytes };
}

const countOf = (text: unknown): number | undefined =>
  typeof text === 'string' && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined;

/** `10m`, `512k`, `-1` (never). */
function bytesOf(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  const { number, unit } = /^(?<number>\d+(?:\.\d+)?)\s*(?<unit>[bkmg]?)b?$/i.exec(text)?.groups ?? {};
  if (number === undefined || unit === undefined) return undefined;
  return Number(number) * (UNITS[unit.toLowerCase()] ?? 1);
}

export type Inspected = ({ readonly ok: true } & Inspection) | { readonly ok: false; readonly fault: EngineFault };

export async function inspect(client: EngineClient, containerId: string, signal: AbortSignal): Promise<Inspected> {
  const answer = await client.getJson(`/containers/${encodeURIComponent(containerId)}/json`, signal);
  if (!answer.ok) return answer;
  const inspection = readInspection(answer.body);
  if (inspection) return { ok: true, ...inspection };
  return {
    ok: false,
    fault: { kind: 'protocol', words: 'The engine describes a container in a way that is not understood.' },
  };
}
