/** Log text must not steer a terminal, nor turn its writing round; each such character becomes one that can be seen. */
export function harmless(text: string): string {
  return text.replace(/[^\P{Cc}\t]|[\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}
