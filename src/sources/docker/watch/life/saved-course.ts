// What is kept of the courses of lives from one run to the next, as text.
import { parseStampText, type Stamp, stampText } from '../../../../core/lines/stamp.ts';
import { isRecord, type JsonRecord, parseJson, textIn } from '../containers/json-value.ts';
import type { CourseState, Death, DoubtfulEnd } from './container-course.ts';

const VERSION = 1;

/** How far an engine's life was heard. */
export interface LifePosition {
  /** The time of the latest event. */
  readonly last: Stamp | undefined;
  /** What else was heard within the last second before it, so that what is told again is known. */
  readonly recent: readonly string[];
  /** Whatever ended until then was found; undefined before the first list. */
  readonly until: Stamp | undefined;
}

export function positionText({ last, recent, until }: LifePosition): string {
  return JSON.stringify({ version: VERSION, last: last && stampText(last), until: until && stampText(until), recent });
}

/** Undefined when there is none, or one that is not understood: then the engine counts as never heard. */
export function parsePosition(text: string | undefined): LifePosition | undefined {
  const value = parseJson(text ?? '');
  if (!isRecord(value) || value.version !== VERSION) return undefined;
  return { last: stampIn(value, 'last'), until: stampIn(value, 'until'), recent: textsOf(value.recent) };
}

export function courseText({ asOf, asked, oomAt, death, doubt, isUnhealthy, restarts }: CourseState): string {
  return JSON.stringify({
    as_of: asOf && stampText(asOf),
    asked,
    oom_at: oomAt && stampText(oomAt),
    death: death && { at: stampText(death.at), found: death.isFound, asked: death.wasAsked },
    doubt: doubt && { at: stampText(doubt.at), exit_code: doubt.exitCode, stop_asked: doubt.stopAsked },
    unhealthy: isUnhealthy,
    restarts: restarts.map(stampText),
  });
}

export function parseCourse(text: string): CourseState | undefined {
  const value = parseJson(text);
  if (!isRecord(value)) return undefined;
  return {
    asOf: stampIn(value, 'as_of'),
    asked: Array.isArray(value.asked) ? value.asked.filter((signal) => typeof signal === 'number') : [],
    oomAt: stampIn(value, 'oom_at'),
    death: isRecord(value.death) ? deathIn(value.death) : undefined,
    doubt: isRecord(value.doubt) ? doubtIn(value.doubt) : undefined,
    isUnhealthy: value.unhealthy === true,
    restarts: textsOf(value.restarts).flatMap((one) => parseStampText(one) ?? []),
  };
}

function deathIn(value: JsonRecord): Death | undefined {
  const at = stampIn(value, 'at');
  return at && { at, isFound: value.found === true, wasAsked: value.asked === true };
}

function doubtIn(value: JsonRecord): DoubtfulEnd | undefined {
  const at = stampIn(value, 'at');
  if (at === undefined || typeof value.exit_code !== 'number') return undefined;
  return { at, exitCode: value.exit_code, stopAsked: typeof value.stop_asked === 'boolean' ? value.stop_asked : null };
}

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

const stampIn = (value: JsonRecord, name: string): Stamp | undefined => parseStampText(textIn(value, name) ?? '');
