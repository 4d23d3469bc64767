// Whether an engine still answers: one that hangs keeps its stream of events open.
import type { Clock } from '../../../core/clock.ts';
import type { EngineClient } from '../engine/engine-client.ts';
import type { EngineFault } from '../engine/faults/engine-fault.ts';

/** So long nothing may be heard of it without a question. */
const SILENT_MS = 20_000;

export interface SilenceTools {
  readonly client: Pick<EngineClient, 'getJson'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

export class Silence {
  readonly #tools: SilenceTools;
  /** When the engine was heard last, in whatever words. */
  #heardAt = 0;

  constructor(tools: SilenceTools) {
    this.#tools = tools;
  }

  /** Until it has been silent for too long. */
  get leftMs(): number {
    return this.#heardAt + SILENT_MS - this.#tools.clock.monotonic();
  }

  /** It has said something. */
  broken(): void {
    this.#heardAt = this.#tools.clock.monotonic();
  }

  /** After too long a silence it is asked: why it does not answer. Whatever it answers, it is there. */
  async faultOf(signal: AbortSignal): Promise<EngineFault | undefined> {
    if (this.leftMs > 0) return undefined;
    const answer = await this.#tools.client.getJson('/_ping', signal);
    this.broken();
    if (answer.ok || answer.fault.status !== undefined || answer.fault.kind === 'protocol') return undefined;
    return answer.fault;
  }
}
