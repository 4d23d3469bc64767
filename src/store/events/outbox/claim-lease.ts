// What a claim is on PostgreSQL: a lease by the database's clock, and the number under which it is marked.
import { type RawBuilder, sql } from 'kysely';

const LEASE_MS = 60_000;

type DatabaseNow = RawBuilder<number>;

/** Until when whoever claims it now has it. */
export const leaseEnd = (databaseNow: DatabaseNow): RawBuilder<number> =>
  sql`${milliseconds(databaseNow)} + ${sql.lit(LEASE_MS)}`;

/** The moment in microseconds: a claim that a crash of the server forgot has another number than the one that comes after it. */
export const claimNumber = (databaseNow: DatabaseNow): RawBuilder<number> => sql`(${databaseNow} * 1000000)::bigint`;

/** Nobody has it now. A lease that ends later than any can was taken while that clock was ahead. */
export const notLeased = (databaseNow: DatabaseNow) =>
  sql<boolean>`(deliveries.leased_until is null or deliveries.leased_until <= ${milliseconds(databaseNow)}
    or deliveries.leased_until > ${milliseconds(databaseNow)} + ${sql.lit(2 * LEASE_MS)})`;

const milliseconds = (databaseNow: DatabaseNow) => sql`(${databaseNow} * 1000)::bigint`;
