/** `event_loop` → `Event loop`: a check that these pages have never heard of reads well, too. */
export function checkTitle(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
