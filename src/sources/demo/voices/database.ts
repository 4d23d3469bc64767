// A PostgreSQL server.
import { within } from '../plot/story.ts';
import { err, type Moment, type Spoken, type Voice } from './voice.ts';

export const database: Voice = (moment) => {
  if (moment.trouble === 'database_full')
    return [
      said(moment, 120, `FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute`),
      said(moment, 240, `FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute`),
    ];
  if (moment.trouble === 'failed_logins')
    return [100, 300, 500, 700].map((ms) =>
      said(moment, ms, 'FATAL:  password authentication failed for user "report"'),
    );
  if (within(moment.second, 30) === 10)
    return [
      said(moment, 10, 'LOG:  checkpoint starting: time'),
      said(
        moment,
        640,
        `LOG:  checkpoint complete: wrote ${within(moment.second, 97)} buffers (0.1%); 0 WAL file(s) added, 0 removed, 1 recycled`,
      ),
    ];
  if (moment.chance(1) > 0.9)
    return [
      said(
        moment,
        400,
        `LOG:  duration: ${(1_000 + moment.chance(2) * 900).toFixed(3)} ms  statement: SELECT * FROM orders WHERE customer_id = ${Math.floor(moment.chance(3) * 9_000)} ORDER BY created_at DESC`,
      ),
    ];
  return [];
};

/** `2026-11-27 01:02:03.456 UTC [71] `, then what it says. */
function said({ at, chance }: Moment, ms: number, text: string): Spoken {
  const time = new Date(at + ms).toISOString().slice(0, 23).replace('T', ' ');
  return err(ms, `${time} UTC [${60 + Math.floor(chance(9) * 40)}] ${text}`);
}
