import { colouredParts } from '../ansi.ts';
import type { AnsiColour } from '../ansi-colour.ts';
import type { AnsiLook } from '../ansi-look.ts';

/** What a program wrote, with its colours and nothing else of what it asked a terminal for. */
export function ColouredText({ text }: { readonly text: string }) {
  return (
    <>
      {colouredParts(text).map((part, place) => (
        // Parts of a line never change places.
        <span key={place} {...drawn(part.look)}>
          {part.text}
        </span>
      ))}
    </>
  );
}

/** The style sheet is told hue and chroma, and knows how light the theme wants them. */
function drawn({ weight, isReversed, ...colours }: AnsiLook) {
  const { ink, ground } = isReversed ? { ink: colours.ground, ground: colours.ink ?? 'plain' } : colours;
  const names = [weight && `ansi-${weight}`, nameOf('ink', ink), nameOf('ground', ground)].filter(Boolean);
  if (names.length === 0) return {};
  return { class: names.join(' '), style: { ...mixed('ink', ink), ...mixed('ground', ground) } };
}

type Layer = 'ink' | 'ground';

const nameOf = (layer: Layer, colour: AnsiColour | undefined): string | undefined =>
  colour && (typeof colour === 'string' ? `ansi-${layer}-${colour}` : `ansi-${layer}`);

const mixed = (layer: Layer, colour: AnsiColour | undefined): Readonly<Record<string, string>> =>
  typeof colour === 'object' ? { [`--${layer}-hue`]: `${colour.hue}`, [`--${layer}-chroma`]: `${colour.chroma}` } : {};
