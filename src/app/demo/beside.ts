// What makes a demo beside a real server of one that runs by itself.
import type { RequestListener } from 'node:http';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../core/clock.ts';
import { TocsinError } from '../../core/errors.ts';
import type { Stage } from '../../http/resources/demo/demo.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import { demoComposition, demoConfig } from './demo-composition.ts';
import { DemoStage } from './demo-stage.ts';
import { quietLogger } from './quiet-logger.ts';

interface Beside {
  readonly config: Config;
  readonly clock: Clock;
  readonly hostname: string;
  readonly logger: Logger;
}

interface Mounted {
  readonly handle: RequestListener | undefined;
  stop(reason: string): Promise<void>;
}

/** What the demo is started with: its figures are its own, and it listens nowhere. */
const optionsBeside = ({ config, clock, hostname, logger }: Beside) => ({
  ...{ config: demoConfig(config), composition: demoComposition(), clock, hostname },
  ...{ logger: quietLogger(logger), metrics: createMetrics(), isMounted: true, listening() {} },
});

export type OptionsBeside = ReturnType<typeof optionsBeside>;

/** `start` is what starts any server. */
export function stageBeside(
  real: Beside & { readonly start: (options: OptionsBeside) => Promise<Mounted> },
): DemoStage {
  return new DemoStage({
    clock: real.clock,
    async start() {
      const { handle, stop } = await real.start(optionsBeside(real));
      if (handle === undefined) throw new Error('A server that listens nowhere can be asked.');
      return { handle, stop };
    },
  });
}

/** That of the demo itself. */
export const NO_STAGE: Stage = {
  isShown: false,
  handler: undefined,
  async begin() {
    throw new TocsinError('refused', 'This is the demo already.');
  },
  async end() {},
};
