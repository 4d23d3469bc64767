// The shapes that many resources share: ids, times, pages.
import { z } from 'zod';
import { SOURCE_NAME } from '../../core/events/source-name.ts';
import { ID_FORM } from '../../core/id.ts';
import { SEVERITIES, type Severity } from '../../core/severity.ts';
import { GIVEN_NAME_HINT, isGivenName } from '../../core/text/given-name.ts';
import { wholeNumber } from './whole-number.ts';

/** One that has the form and is no row's is `not_found`, however large. */
export const id = z.string().regex(ID_FORM, 'an id is a whole number');

export const idInPath = z.strictObject({ id });

export const workloadId = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'an id of a workload has 16 digits; GET /api/workloads lists them');

export const time = z.string().meta({ id: 'Time', format: 'date-time', description: 'RFC 3339, UTC, milliseconds' });

export const severity = z.enum(SEVERITIES).meta({ id: 'Severity' });

/** As callers write it. With its offset it may lie beyond the years of four digits, which no answer could tell again. */
export const writtenMoment = z.iso.datetime({ offset: true }).refine((text) => {
  const year = new Date(text).getUTCFullYear();
  // Of what is no time at all that is said already.
  return Number.isNaN(year) || (year >= 0 && year <= 9_999);
}, 'a moment of the years 0 to 9999, in UTC');

export const pageQuery = z.strictObject({
  limit: wholeNumber(1, 500).meta({ description: 'How many, 1 to 500; 50 unless said.' }),
  cursor: z.string().max(200).optional().meta({ description: 'What the page before gave as next_cursor.' }),
});

/** What somebody calls what is made; `none` is said of an empty one. */
export const givenName = (most: number, none: string) =>
  z
    .string()
    .min(1, none)
    .max(most)
    .refine((text) => text === '' || isGivenName(text), `must be ${GIVEN_NAME_HINT}`);

const count = z.number();

export const severityCounts = z
  .object({
    info: count,
    warn: count,
    error: count,
    critical: count,
  } satisfies Record<Severity, z.ZodNumber>)
  .meta({ id: 'SeverityCounts' });

/** What an event comes from. */
export const sourceName = z
  .string()
  .regex(SOURCE_NAME, 'a source is a name of lower-case letters, digits, ".", "_" and "-"');

export const DEFAULT_PAGE = 50;

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}

export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

export function isoOrNull(milliseconds: number | null): string | null {
  return milliseconds === null ? null : iso(milliseconds);
}
