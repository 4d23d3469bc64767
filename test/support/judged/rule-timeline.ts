// Changes of rules while containers write, and which rules apply to each container from when on.
import { waitUntil } from '../wait-until.ts';
import type { Stage } from './moments-of-change.ts';
import type { ModelRule } from './rule-model.ts';

/** So long a change may take from its acknowledgement until every tail has it. */
const IN_FORCE_WITHIN_MS = 1_000;
/** A line that was written so long before a change is judged before it. */
const JUDGED_WITHIN_MS = 1_000;
/** Longer than any cooldown, so that an event tells between two changes what became of the lines around the first. */
const REST_MS = 1_300;

export type RulesOf = (container: string) => readonly ModelRule[];

export class RuleTimeline {
  readonly #writtenUntil: (container: string) => number;
  readonly #stages = new Map<string, Stage[]>();

  /**
   * @param writtenUntil milliseconds since 1970, of a container's newest line
   * @param initially in force before the containers write their first lines
   */
  constructor(
    containers: readonly string[],
    { writtenUntil, initially }: { readonly writtenUntil: (container: string) => number; readonly initially: RulesOf },
  ) {
    this.#writtenUntil = writtenUntil;
    for (const id of containers) this.#stages.set(id, [{ rules: initially(id), from: 0, inForceBy: 0 }]);
  }

  stagesOf(container: string): readonly Stage[] {
    return this.#stages.get(container) ?? [];
  }

  /** Makes a change while the containers write. Its answer comes as soon as it is acknowledged. */
  async change<Answer>(work: () => Promise<Answer>, after: (answer: Answer) => RulesOf): Promise<Answer> {
    const from = Date.now() - JUDGED_WITHIN_MS;
    const answer = await work();
    const inForceBy = Date.now() + IN_FORCE_WITHIN_MS;
    for (const [id, stages] of this.#stages) stages.push({ rules: after(answer)(id), from, inForceBy });
    return answer;
  }

  /** Resolves when all containers have written for so long that the last change is surely in force, and what it led to can be told from what a next one leads to. */
  async rest(): Promise<void> {
    const all = [...this.#stages.keys()];
    const until = Math.max(...all.map((id) => this.stagesOf(id).at(-1)?.inForceBy ?? 0)) + REST_MS + JUDGED_WITHIN_MS;
    await waitUntil(() => all.every((id) => this.#writtenUntil(id) > until), {
      what: 'all containers have written on',
      everyMs: 100,
    });
  }
}
