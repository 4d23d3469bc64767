// Saves what was taken at one moment: in one transaction where it fits, else in several, the sources' memories with the last.
import type { LedgerCommit, SourceMemory } from '../../core/lines/standing.ts';
import type { Part, Taken } from './committable.ts';

export type CommitOutcome =
  | { readonly outcome: 'committed' }
  /** The ledger objects to something in it. */
  | { readonly outcome: 'refused'; readonly error: unknown }
  /** The time to try is over. */
  | { readonly outcome: 'given_up' };

export interface RoundOptions<Effect> {
  readonly mostEffects: number;
  /** One transaction, tried until there is an outcome. */
  readonly commit: (commit: LedgerCommit<Effect>) => Promise<CommitOutcome>;
}

/** Saving more at once would keep all others who write waiting for as long. */
export const MOST_CHANGES = 2_000;

type Piece<Effect> = readonly Part<Effect>[];

/**
 * Resolves with the memories that are saved, when each part was told what became of it; undefined when the time was over
 * before. A piece that the ledger refuses is halved until the origins that it objects to stand alone: these are refused, and
 * the others are saved. The memory of a source with such an origin stays as it was.
 */
export async function settleRound<Effect>(
  { parts, memories }: Taken<Effect>,
  { mostEffects, commit }: RoundOptions<Effect>,
): Promise<readonly SourceMemory[] | undefined> {
  const pieces = piecesOf(parts, mostEffects);
  const refused = new Set<string>();
  /** After an objection the memories go alone, so that it is clear which of them is objected to. */
  let apart = false;
  for (;;) {
    const piece = pieces.shift() ?? [];
    const takesMemories = pieces.length === 0 && (piece.length === 0 || !apart);
    const remembered = takesMemories ? memories.filter(({ source }) => !refused.has(source)) : [];
    if (piece.length === 0 && remembered.length === 0) return [];
    const result = await commit(commitOf(piece, remembered));
    if (result.outcome === 'given_up') return undefined;
    if (result.outcome === 'committed') {
      for (const { member } of piece) member.committed();
      if (takesMemories) return remembered;
      continue;
    }
    // Memories that the ledger objects to are given again with the next round.
    if (piece.length === 0) return [];
    apart = true;
    if (piece.length > 1) pieces.push(...halvesOf(piece));
    else if (remembered.length > 0) pieces.push(piece);
    else for (const part of piece) refuse(part, result.error, refused);
  }
}

function commitOf<Effect>(piece: Piece<Effect>, memories: readonly SourceMemory[]): LedgerCommit<Effect> {
  const origins = piece.flatMap(({ change }) => ('origin' in change ? change : []));
  const lives = piece.flatMap(({ change }) => ('origin' in change ? [] : change));
  return lives.length > 0 ? { origins, memories, lives } : { origins, memories };
}

function refuse<Effect>({ member }: Part<Effect>, error: unknown, refused: Set<string>): void {
  refused.add(member.source);
  member.refused(error);
}

const halvesOf = <Effect>(piece: Piece<Effect>): Piece<Effect>[] => {
  const middle = piece.length >> 1;
  return [piece.slice(0, middle), piece.slice(middle)];
};

/** A change is never divided: its position covers all of its effects. */
function piecesOf<Effect>(parts: readonly Part<Effect>[], mostEffects: number): Piece<Effect>[] {
  const pieces: Part<Effect>[][] = [];
  let effects = 0;
  for (const part of parts) {
    const more = part.change.effects.length;
    const last = pieces.at(-1);
    if (last && last.length < MOST_CHANGES && effects + more <= mostEffects) last.push(part);
    else {
      pieces.push([part]);
      effects = 0;
    }
    effects += more;
  }
  return pieces;
}
