type Names = readonly (readonly [mark: RegExp, name: string])[];

// The order matters: most browsers claim to be those below them as well.
const BROWSERS: Names = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrom(?:e|ium)\/|CriOS\//, 'Chrome'],
  [/HeadlessChrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
];
const SYSTEMS: Names = [
  [/Windows/, 'Windows'],
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux|X11/, 'Linux'],
];

/** A browser as its owner would name it: `Firefox on Linux`. What nobody knows is shown as it came, cut short. */
export function showUserAgent(text: string): string {
  const nameIn = (names: Names) => names.find(([mark]) => mark.test(text))?.[1];
  const browser = nameIn(BROWSERS);
  const system = nameIn(SYSTEMS);
  if (browser === undefined) return text === '' ? 'Unknown' : text.slice(0, 40);
  return system === undefined ? browser : `${browser} on ${system}`;
}
