import { expect, test } from 'vitest';
import type { Stamp } from '../../../../core/lines/stamp.ts';
import { WatchedTime } from './watched-time.ts';

const at = (seconds: number): Stamp => ({ seconds, nanos: 0 });

test('a watching goes on where an earlier run was, and reaches no further than it is told', () => {
  const watched = new WatchedTime({ since: at(10), until: at(50) });
  watched.begins(at(100));
  expect(watched.span).toEqual({ since: at(10), until: at(50) });
  watched.reaches(at(100));
  watched.reaches(at(90));
  expect([watched.span?.until, watched.before]).toEqual([at(100), at(50)]);
});

test('a clock that was set back takes the end of the watching along, not a clock that is known a little too early', () => {
  const watched = new WatchedTime({ since: at(10), until: at(50) });
  watched.begins(at(46));
  expect(watched.span?.until).toEqual(at(50));
  watched.begins(at(40));
  expect(watched.span?.until).toEqual(at(40));
});

test('an engine that is recognised goes on where it was under its other name', () => {
  const watched = new WatchedTime(undefined);
  watched.begins(at(100));
  watched.becomes({ since: at(10), until: at(50) }, at(100));
  expect([watched.span, watched.before]).toEqual([{ since: at(10), until: at(50) }, at(50)]);
});
