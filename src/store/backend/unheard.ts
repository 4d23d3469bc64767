// A statement of a transaction whose answer nobody needs: on PostgreSQL it goes to the server together with the next that is heard.
import { sql } from 'kysely';

/** A remark that both databases read over. */
const REMARK = '/* unheard */';

/** The last words of such a statement: `modifyEnd(UNHEARD)`, or the end of its text. What it gives says nothing; if it fails, the transaction does. */
export const UNHEARD = sql.raw(REMARK);

export const isUnheard = (text: string): boolean => text.endsWith(REMARK);
