// All lines that a container of the demo wrote in a span of time, made from nothing but the seed and the time.

import { chance, hexDigits } from '../plot/chance.ts';
import { troubleAt } from '../plot/story.ts';
import type { Moment } from '../voices/voice.ts';
import type { DemoContainer } from './shop-containers.ts';

export interface DemoLine {
  readonly seconds: number;
  readonly nanos: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Of one second; in order, no two with the same time. */
export function linesIn(second: number, container: DemoContainer): readonly DemoLine[] {
  const spoken = container.voice(momentOf(second, container));
  // No voice says a thousand things in a second.
  return spoken.map(({ ms, stream, text }, n) => ({
    seconds: second,
    nanos: ms * 1_000_000 + n * 1_000,
    stream,
    text,
  }));
}

function momentOf(second: number, { number, world: { seed, begins } }: DemoContainer): Moment {
  const story = second - begins;
  return {
    ...{ at: second * 1_000, second: story, trouble: troubleAt(story) },
    chance: (which) => chance(seed, number, story, which),
    hex: (count, which) => hexDigits(count, seed, number, story, which),
  };
}
