// Gives a view by which bytes are read four or eight at a time. Making one costs more than reading a line with it, so the last one is kept, and with it one array at most.

let lastBytes: Uint8Array = new Uint8Array(0);
let lastWords: DataView = new DataView(lastBytes.buffer);

/** Whoever reads from a socket uses one array again and again; offsets count from that array's beginning. */
export function wordsOf(bytes: Uint8Array): DataView {
  if (bytes !== lastBytes) {
    lastWords = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    lastBytes = bytes;
  }
  return lastWords;
}
