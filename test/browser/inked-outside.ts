import type { Page } from 'playwright-core';

/** What a name may paint in, and nothing beside it. */
const ROWS =
  'th, td, li:not(.attempts > li), dl > div, .card-head, .page-head, .headline, .mute-line, .message, .reveal, .filters, .trigger > p, .dialog-head, .prose, .notice';
/** What clips here as a control: everything painted further out than a ring of the focus is cut off. */
const CLIPPED = `:is(${ROWS}) { overflow: clip !important; overflow-clip-margin: 4px !important; }`;

/** Where on the page something is painted outside of its row, as rough places: the page is looked at as it is, with every row clipped, and as it is again. */
export async function inkedOutside(page: Page): Promise<readonly string[]> {
  await page.evaluate(() => document.fonts.ready);
  const clip = (await page.locator('main').boundingBox()) ?? undefined;
  const look = (): Promise<Buffer> => page.screenshot(clip ? { clip } : {});
  const asItIs = await look();
  await page.evaluate(clipRows, CLIPPED);
  const clipped = await look();
  await page.evaluate(clipRows, '');
  const again = await look();
  const blank = await page.context().newPage();
  try {
    const pictures = [asItIs, clipped, again].map((picture) => picture.toString('base64'));
    return await blank.evaluate(placesCutOff, pictures);
  } finally {
    await blank.close();
  }
}

/** Runs in the page. */
function clipRows(style: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
}

/** Runs in an empty page: where the second picture differs from the first, and the third, which shows what changed by itself, does not. */
async function placesCutOff(pictures: readonly string[]): Promise<readonly string[]> {
  const [one, clipped, again] = await Promise.all(
    pictures.map(async (picture) => {
      const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context?.drawImage(image, 0, 0);
      return context?.getImageData(0, 0, image.width, image.height);
    }),
  );
  if (!one || !clipped || !again) throw new Error('A picture could not be read.');
  const found = new Set<string>();
  for (let at = 0; at < one.data.length; at += 4) {
    const differs = ({ data }: ImageData): boolean =>
      [0, 1, 2].some((part) => Math.abs((one.data[at + part] ?? 0) - (data[at + part] ?? 0)) > 32);
    const [x, y] = [(at / 4) % one.width, Math.floor(at / 4 / one.width)];
    if (differs(clipped) && !differs(again)) found.add(`${x - (x % 50)},${y - (y % 10)}`);
  }
  return [...found];
}
