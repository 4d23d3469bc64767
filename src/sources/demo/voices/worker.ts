// A worker in Rust that makes thumbnails, takes too much memory now and then, and panics sometimes.
import { lastEndUntil } from '../plot/story.ts';
import { err, isoAt, out, type Voice } from './voice.ts';

export const worker: Voice = (moment) => {
  const end = lastEndUntil(moment.second);
  if (moment.second > end.second && moment.second < end.backAt) return [];
  if (moment.second === end.backAt)
    return [out(100, `${isoAt(moment, 100)}  INFO thumbnails: worker started, 3 jobs in the queue`)];
  if (moment.trouble === 'out_of_memory')
    return [
      out(50, `${isoAt(moment, 50)}  WARN thumbnails::decode: image of 412 megapixels, this takes 1.6 GB`),
      err(200, `${isoAt(moment, 200)} ERROR thumbnails::decode: cannot allocate memory (os error 12)`),
    ];
  if (moment.trouble === 'panic')
    return [
      err(120, `thread 'main' panicked at src/queue.rs:118:42:`),
      err(120, `called \`Result::unwrap()\` on an \`Err\` value: Disconnected("queue")`),
      err(120, 'note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace'),
    ];
  if (moment.chance(1) < 0.5) return [];
  const ms = Math.floor(moment.chance(2) * 900);
  return [
    out(
      ms,
      `${isoAt(moment, ms)}  INFO thumbnails: job ${moment.hex(8, 3)} done in ${40 + Math.floor(moment.chance(4) * 400)} ms`,
    ),
  ];
};
