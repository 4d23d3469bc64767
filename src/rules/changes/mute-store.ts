// What muting needs of a store. Every change takes the note for the audit trail, and is one transaction with it and with the new revision.
import type { AuditNote } from '../../core/account.ts';
import type { Page, PageRequest } from '../../core/page.ts';
import type { Mute } from '../../core/rules/mute.ts';

export type NewMute = Omit<Mute, 'id' | 'endedAt'>;

export interface MuteStore {
  findMute(id: string): Promise<Mute | undefined>;
  /** All of them, or those alone that are not over at a moment. */
  listMutes(page: PageRequest, openAt?: number): Promise<Page<Mute>>;
  /** Refused with `refused` while too many are not over. */
  createMute(mute: NewMute, note: AuditNote): Promise<Mute>;
  /** Ends it at this time; the row stays. One that is over already stays as it is, without a note. `not_found` when there is none. */
  endMute(id: string, at: number, note: AuditNote): Promise<{ readonly mute: Mute; readonly hasChanged: boolean }>;
}
