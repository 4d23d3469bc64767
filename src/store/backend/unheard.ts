// Statements of a transaction for which nobody waits: on PostgreSQL they go to the server together with the next that is waited for.
import { sql } from 'kysely';

/** Remarks that both databases read over. */
const REMARK = '/* unheard */';
const LATER = '/* heard later */';

/** The last words of such a statement: `modifyEnd(UNHEARD)`, or the end of its text. What it gives says nothing; if it fails, the transaction does. */
export const UNHEARD = sql.raw(REMARK);

export const isUnheard = (text: string): boolean => text.endsWith(REMARK);

/**
 * The last words of a statement whose rows nobody needs before the next that is waited for has been answered: until then what it gives has none, and with that
 * answer, at the latest that of the commit, it has them. If it fails, the transaction does.
 */
export const HEARD_LATER = sql.raw(LATER);

export const isHeardLater = (text: string): boolean => text.endsWith(LATER);
