// Bytes of a line as text that people are shown. What is no UTF-8 becomes U+FFFD; a mark of the byte order is a character like others.
const newDecoder = () => new TextDecoder('utf-8', { ignoreBOM: true });
/** Of whole texts only: of what is cut a decoder keeps the rest for the next call. */
const whole = newDecoder();

/** Of one with more bytes its beginning, to the last whole character. */
export function shownText(bytes: Uint8Array, mostBytes = Number.POSITIVE_INFINITY): { text: string; isCut: boolean } {
  const isCut = bytes.length > mostBytes;
  const text = isCut ? newDecoder().decode(bytes.subarray(0, mostBytes), { stream: true }) : whole.decode(bytes);
  return { text, isCut };
}
