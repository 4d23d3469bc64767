// A service in Go that writes one JSON object a line.
import { err, isoAt, type Moment, out, type Voice } from './voice.ts';

export const payments: Voice = (moment) => {
  if (moment.trouble === 'payment_timeout')
    return [200, 450].map((ms) =>
      err(
        ms,
        json(moment, ms, {
          ...{ level: 'ERROR', msg: 'charge failed' },
          order: `A-${moment.hex(6, 4).toUpperCase()}`,
          attempt: ms === 200 ? 1 : 2,
          err: 'Post "https://bank.example/v1/charges": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
        }),
      ),
    );
  if (moment.chance(1) < 0.4) return [];
  const ms = Math.floor(moment.chance(2) * 900);
  const charged = { order: `A-${moment.hex(6, 5).toUpperCase()}`, cents: 990 + Math.floor(moment.chance(3) * 20_000) };
  if (moment.chance(4) > 0.95)
    return [out(ms, json(moment, ms, { level: 'WARN', msg: 'card declined', ...charged, code: '51' }))];
  return [
    out(
      ms,
      json(moment, ms, {
        level: 'INFO',
        msg: 'charged',
        ...charged,
        took: `${80 + Math.floor(moment.chance(6) * 90)}ms`,
      }),
    ),
  ];
};

const json = (moment: Moment, ms: number, said: object): string => JSON.stringify({ time: isoAt(moment, ms), ...said });
