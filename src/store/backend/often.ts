// A statement that comes again and again with the same text: on PostgreSQL the server keeps it for some seconds, with its plan, instead of reading it each time.
import { sql } from 'kysely';

/** A remark that both databases read over. */
const REMARK = '/* often */';

/** The first words of such a statement. How it is best done must not depend on its values. */
export const OFTEN = sql.raw(REMARK);

export const isOften = (text: string): boolean => text.startsWith(REMARK);

export const oftenText = (text: string): string => `${REMARK} ${text}`;
