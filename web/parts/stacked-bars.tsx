// Bars over time, each of parts that stand upon one another. What they say has to stand in words as well: nobody hears a picture.
import type { Severity } from '../../src/core/severity.ts';

const HEIGHT = 56;

/** `quiet`: of less weight than any severity; `mixed`: of several. */
export type Tone = Severity | 'quiet' | 'mixed';

export interface Bar {
  /** Which step it stands on. */
  readonly at: number;
  /** From the foot up. */
  readonly parts: readonly (readonly [tone: Tone, count: number])[];
}

export interface StackedBarsProps {
  readonly steps: number;
  readonly bars: readonly Bar[];
}

/** As high as the highest; what is there at all can be seen. */
export function StackedBars({ steps, bars }: StackedBarsProps) {
  const most = Math.max(1, ...bars.map(sumOf));
  return (
    <svg viewBox={`0 0 ${steps} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      {bars.map(({ at, parts }) => {
        let y = HEIGHT;
        return parts.map(([tone, count]) => {
          const height = count === 0 ? 0 : Math.max(1.5, (count / most) * (HEIGHT - 2));
          y -= height;
          return height === 0 ? null : (
            <rect key={`${at} ${tone}`} data-severity={tone} x={at + 0.1} y={y} width={0.8} height={height} />
          );
        });
      })}
    </svg>
  );
}

const sumOf = ({ parts }: Bar): number => parts.reduce((sum, [, count]) => sum + count, 0);
