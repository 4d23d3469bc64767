// Where things lie in the scanner's memory. Read by the AssemblyScript kernel, by its TypeScript twin and by whoever
// fills the tables, so it holds plain integer constants only, which both languages understand alike.

/** Int32 fields that a pass leaves behind: how many candidates it wrote, and where it stopped when the list was full. */
export const RESULT_COUNT = 0;
export const RESULT_RESUME = 4;

/** The line that the last candidate was in; a pass that resumes goes on with it. */
export const STATE_LINE_START = 8;
export const STATE_LINE_END = 12;

/** Bytes that a vector holds, and so many positions are looked at at once. */
export const LANES = 16;

/** Scratch for looking into a vector: its 16 bytes, then a Uint16 of which of them are not zero. */
export const SCRATCH = 16;

/** Teddy: four positions, for each 16 bytes for the low nibble and 16 for the high nibble. */
export const NIBBLE_MASKS = 64;

/** Teddy: for each of 8 buckets the index of its first entry, or 0xFFFF. Uint16. */
export const BUCKET_HEADS = 192;

/** Vectors that the kernel's loops need as constants: strided-pass.as.ts says why they are loaded. 16 bytes each. */
export const FOLD_VECTOR = 256;
export const MULTIPLIER_VECTOR = 272;
export const NIBBLE_VECTOR = 288;

/**
 * Reading every line: the text in four parts that are read side by side. Uint32 fields of 16 bytes each: where the next byte of the
 * part stands, where the part ends, the row that it has come to, and how many events it has told.
 */
export const STREAMS = 320;
export const STREAM_SIZE = 16;
export const STREAM_END = 4;
export const STREAM_ROW = 8;
export const STREAM_EVENTS = 12;
export const STREAM_COUNT = 4;

/** By byte: how far into a row its entry stands, in bytes. Uint8. */
export const LINE_COLUMNS = 384;

/** By rule: the start of the last line for which it was written down as a candidate. Uint32, at most MAX_RULES. */
export const LAST_LINES = 1024;
export const MAX_RULES = 8192;

/** ORed to every four bytes before they are hashed: upper and lower case letters become the same, so (?i) costs nothing there. */
export const FOLD4 = 0x20202020;

/** A gram, folded, times this: of the product's 32 bits the highest ones are its place in the probe table, and the next three its bit there. */
export const HASH_MULTIPLIER = 0x9e3779b1;
export const HASH_BITS = 16;
export const HASH_SHIFT = 32 - HASH_BITS;
export const FLAG_SHIFT = HASH_SHIFT - 3;

/** One byte a hash value; of its bits those of the grams that some window has and that hash to there. 64 KiB stay in the cache beside the text; with the bits it tells as many grams apart as half a mebibyte of yes and no. */
export const PROBE_TABLE = 65536;

/** Uint16 by hash value: the first entry of the chain. Read only where the probe table has a flag. */
export const CHAIN_HEADS = 131072;

/**
 * What must stand around a gram or a fingerprint for the candidate to count. 48 bytes each: 16 bytes value, 16 bytes
 * mask, then Uint16 fields: back (from the probe to the compared bytes), anchor (from those to a byte of the line),
 * rule, next (entry of the chain, or 0xFFFF).
 */
export const ENTRIES = 262144;
export const ENTRY_SIZE = 48;
export const ENTRY_MASK = 16;
export const ENTRY_BACK = 32;
export const ENTRY_ANCHOR = 34;
export const ENTRY_RULE = 36;
export const ENTRY_NEXT = 38;
export const MAX_ENTRIES = 65535;
export const NO_ENTRY = 65535;

/** The candidates that a pass found: line start, line end, rule, Uint32 each. */
export const CANDIDATES = 3407872;
export const CANDIDATE_SIZE = 12;
export const MAX_CANDIDATES = 16384;

/** What the reading of every line comes upon, a list for each part: the address of the byte that decided it, and the row that it led to, Uint32 each. No pass runs meanwhile, so the candidates' place serves. */
export const EVENTS = CANDIDATES;
export const EVENT_SIZE = 8;
export const EVENTS_SIZE = 16384;
export const MAX_EVENTS = 2048;

/**
 * The rows by which every line is read: the number of the next row for each column, Uint16. A number is a row's place, counted in units of 64
 * bytes from LINE_ROWS on; the first one is FIRST_ROW, so that those with the highest bit are a part of all. Other rows are just
 * gone to; coming to one of these has a meaning: an event, the rest of a line that is of no interest, or NO_ROW, which stands for
 * what is not known yet and leads to itself only. The table is 2 MiB, from 3604480 on.
 */
export const LINE_ROWS = 3080192;
export const LINE_ROW_SHIFT = 6;
export const FIRST_ROW = 8192;
export const MARKED_ROWS = 32768;
export const NO_ROW = MARKED_ROWS;
export const END_OF_ROWS = 40960;

/** The text begins here, so that it can grow upwards without moving anything. PADDING bytes of `\n` stand before and behind it. */
export const TEXT = 5701632;
export const PADDING = 64;

/** A gibibyte: every address fits 31 bits, which both forms of the kernel take for the same number. */
export const MOST_TEXT = 1073741824;
