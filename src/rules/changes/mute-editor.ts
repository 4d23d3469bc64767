// Mutes and unmutes, each change with its note in the audit trail.
import { type Author, noteBy } from '../../core/audit/author.ts';
import { fieldRefusal } from '../../core/changes/field-refusal.ts';
import { type Book, whenInForce } from '../../core/changes/in-force.ts';
import type { Clock } from '../../core/clock.ts';
import { TocsinError } from '../../core/errors.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { Mute } from '../../core/rules/mute.ts';
import type { Rule } from '../../core/rules/rule.ts';
import type { AccessOccurrences } from '../../telemetry/occurrences/access.ts';
import type { RuleOccurrences } from '../../telemetry/occurrences/rules.ts';
import type { MuteStore } from './mute-store.ts';

export interface WantedMute {
  readonly ruleId: string | null;
  readonly workloadId: string | null;
  /** Now, unless said. */
  readonly from: number | undefined;
  readonly until: number;
  readonly reason: string | null;
}

export interface MuteEditorParts {
  readonly store: MuteStore;
  readonly rules: { find(id: string): Promise<Rule | undefined> };
  readonly book: Book;
  readonly clock: Clock;
  readonly occurrences: Pick<RuleOccurrences, 'muteChanged'> & Pick<AccessOccurrences, 'changeRecorded'>;
}

export class MuteEditor {
  readonly #parts: MuteEditorParts;

  constructor(parts: MuteEditorParts) {
    this.#parts = parts;
  }

  list(page: PageRequest, which: 'all' | 'open'): Promise<Page<Mute>> {
    const { store, clock } = this.#parts;
    return which === 'all' ? store.listMutes(page) : store.listMutes(page, clock.now());
  }

  async get(id: string): Promise<Mute> {
    const mute = await this.#parts.store.findMute(id);
    if (!mute) throw new TocsinError('not_found', `There is no mute with the id ${id}.`);
    return mute;
  }

  async create(wanted: WantedMute, by: Author): Promise<Mute> {
    const { store, rules, clock, occurrences } = this.#parts;
    const now = clock.now();
    const from = wanted.from ?? now;
    refuseTimes(from, wanted.until, now);
    const { ruleId, workloadId } = wanted;
    if (ruleId === null && workloadId === null)
      throw fieldRefusal(
        'refused',
        'rule_id',
        'A mute is about a rule, a workload, or a rule in a workload: name at least one of them.',
      );
    const rule = ruleId === null ? undefined : await rules.find(ruleId);
    if (ruleId !== null && !rule) throw fieldRefusal('refused', 'rule_id', `There is no rule with the id ${ruleId}.`);
    const note = noteBy(by, { at: now, action: 'mute_created', subject: subjectOf(rule?.name, workloadId) });
    const mute = await store.createMute({ ...wanted, from, createdBy: by.actor.name, createdAt: now }, note);
    occurrences.changeRecorded(note);
    await this.#tell('created', mute);
    return mute;
  }

  /** It ends now, and stays as history; one that is over stays as it is. */
  async end(id: string, by: Author): Promise<void> {
    const { store, rules, clock, occurrences } = this.#parts;
    const { ruleId, workloadId } = await this.get(id);
    const name = ruleId === null ? undefined : ((await rules.find(ruleId))?.name ?? `rule ${ruleId}`);
    const note = noteBy(by, { at: clock.now(), action: 'mute_ended', subject: subjectOf(name, workloadId) });
    const { mute, hasChanged } = await store.endMute(id, note.at, note);
    if (!hasChanged) return;
    occurrences.changeRecorded(note);
    await this.#tell('ended', mute);
  }

  async #tell(change: 'created' | 'ended', { id, ruleId, workloadId }: Mute): Promise<void> {
    const { occurrences, book, clock } = this.#parts;
    occurrences.muteChanged({ change, muteId: id, ruleId, workloadId });
    await whenInForce(book, clock);
  }
}

const subjectOf = (rule: string | undefined, workloadId: string | null): string =>
  [rule, workloadId === null ? undefined : `workload ${workloadId}`].filter((part) => part !== undefined).join(' in ');

function refuseTimes(from: number, until: number, now: number): void {
  if (until <= now) throw fieldRefusal('refused', 'until', 'This time has passed already.');
  if (until <= from) throw fieldRefusal('refused', 'until', 'A mute ends after it begins.');
}
