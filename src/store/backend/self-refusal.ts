// A statement that refuses its transaction by failing, so that nobody has to wait for its answer. For PostgreSQL, where an answer is a way to the server and back.
import { type RawBuilder, sql } from 'kysely';
import { TocsinError } from '../../core/errors.ts';

/** No number begins like that, and no text of others is made a number by our statements. */
const LEASE_LOST = 'tocsin: lease lost, held: ';

/** A number that cannot be had: asked for only in a row in which something is missing. `held` must come from a table, or the server looks at it before there is a row. */
export const leaseLost = (held: RawBuilder<number>): RawBuilder<number> =>
  sql<number>`cast(${sql.lit(LEASE_LOST)} || ${held} as integer)`;

/** What the transaction was refused for; undefined when a statement failed for another reason. */
export function refusalOf(error: unknown): TocsinError | undefined {
  if (!(error instanceof Error) || !error.message.includes(LEASE_LOST)) return undefined;
  return new TocsinError('lease_lost', 'The lease of a source has ended.', { cause: error });
}
