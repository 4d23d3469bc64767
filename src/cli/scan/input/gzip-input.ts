// A gzip file as an input: its members one after the other, each held against its checksum; what could be unpacked is given before the fault is told.
import { ByteQueue } from './byte-queue.ts';
import { BREAKS_OFF, fail, readGzipHeader } from './gzip-header.ts';
import { GzipMember } from './gzip-member.ts';
import type { ScanInput } from './scan-input.ts';
import { streamInput } from './stream-input.ts';

/** Packed bytes that are unpacked at once: what they may become, a thousand times as much, must fit into memory. */
const PACKED_PIECE = 16 * 1024;

export function gzipInput(packed: ScanInput): ScanInput {
  const unpacking = new AbortController();
  return streamInput(unpacked(piecesOf(packed, unpacking.signal), unpacking.signal), {
    share: () => packed.share,
    close: () => {
      unpacking.abort();
      packed.close();
    },
  });
}

/** Pieces that may be passed over, as the zeros behind a member are, before the event loop turns; else no signal would be heard meanwhile. */
const PIECES_A_TURN = 64;

async function* piecesOf(packed: ScanInput, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for (let pieces = 1; !signal.aborted; pieces++) {
    if (pieces % PIECES_A_TURN === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    if (signal.aborted) return;
    const piece = new Uint8Array(PACKED_PIECE);
    const count = await packed.read(piece);
    if (count === 0) return;
    yield piece.subarray(0, count);
  }
}

async function* unpacked(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const packed = new ByteQueue(pieces);
  for (let members = 0; ; members++) {
    if (!(await readGzipHeader(packed, members > 0))) return;
    const member = new GzipMember();
    try {
      while (!member.isWhole && !signal.aborted) {
        const piece = (await packed.next()) ?? fail(BREAKS_OFF);
        yield* await member.unpack(piece);
        packed.putBack(member.rest);
        if (member.fault) fail(`is damaged (${member.fault.message}); what follows was not read`);
      }
    } finally {
      member.close();
    }
    if (signal.aborted) return;
    const trailer = (await packed.take(8)) ?? fail(BREAKS_OFF);
    if (!member.fits(trailer)) fail('is damaged: its content does not have the checksum that it should have');
  }
}
