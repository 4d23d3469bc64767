// Colours of a terminal. Of a mixed one only hue and chroma are kept: how light it is is up to the theme, so that every text can be read on it.

/** Hue in degrees and chroma as in OKLCH; of greys only whether they stand back. */
export type AnsiColour = 'soft' | 'plain' | { readonly hue: number; readonly chroma: number };

/** Red, green, yellow, blue, magenta, cyan. */
const HUES = [27, 150, 80, 262, 330, 200];
const CHROMA = 0.11;
const BRIGHT_CHROMA = 0.15;

type Rgb = readonly [red: number, green: number, blue: number];

/** What only differs in how light it is, is grey. */
const GREY_CHROMA = 0.03;
/** More of it cannot be shown at every lightness. */
const MOST_CHROMA = BRIGHT_CHROMA;
const LIGHT_GREY = 170;

/** Of the sixteen: black, the six, white; and all of them bright. */
export function colourOf16(place: number): AnsiColour {
  const [step, isBright] = [place % 8, place >= 8];
  if (step === 0) return 'soft';
  const hue = HUES[step - 1];
  return hue === undefined ? 'plain' : { hue, chroma: isBright ? BRIGHT_CHROMA : CHROMA };
}

/** Of 256: the sixteen, a cube of six steps a side, and a ramp of greys. Undefined where there is none. */
export function colourOf256(place: number): AnsiColour | undefined {
  if (!Number.isInteger(place) || place < 0 || place > 255) return undefined;
  if (place < 16) return colourOf16(place);
  if (place >= 232) return colourOfRgb(Array.from({ length: 3 }, () => 8 + (place - 232) * 10));
  const cube = place - 16;
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  return colourOfRgb([Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6].map(level));
}

export function colourOfRgb(parts: readonly number[]): AnsiColour | undefined {
  const isRgb = parts.length === 3 && parts.every((part) => Number.isInteger(part) && part >= 0 && part <= 255);
  if (!isRgb) return undefined;
  const [red = 0, green = 0, blue = 0] = parts;
  const { hue, chroma } = hueOf([red, green, blue]);
  if (chroma >= GREY_CHROMA) return { hue, chroma };
  return red < LIGHT_GREY ? 'soft' : 'plain';
}

/** By OKLab, https://bottosson.github.io/posts/oklab/ */
function hueOf(rgb: Rgb): { readonly hue: number; readonly chroma: number } {
  const [red, green, blue] = rgb.map(linear) as unknown as Rgb;
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const middle = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short;
  const degrees = Math.round((Math.atan2(b, a) * 180) / Math.PI);
  return { hue: (degrees + 360) % 360, chroma: Math.min(MOST_CHROMA, Number(Math.hypot(a, b).toFixed(3))) };
}

const linear = (part: number): number => {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};
