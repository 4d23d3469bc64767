import type { ComponentChildren } from 'preact';

// Small drawings in the colour of the text around them. They are decoration: the words beside them say the same.

interface DrawingProps {
  readonly children: ComponentChildren;
  readonly class?: string;
}

function Drawing({ children, class: name = '' }: DrawingProps) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

/** A disc with a tick. */
export function TickIcon() {
  return (
    <Drawing>
      <circle cx="8" cy="8" r="7" class="fill" />
      <path d="M4.8 8.3l2.2 2.2 4.2-4.8" class="cut" />
    </Drawing>
  );
}

/** A ring with a bar. */
export function BarIcon() {
  return (
    <Drawing>
      <circle cx="8" cy="8" r="6.25" class="line" />
      <path d="M5 8h6" class="line" />
    </Drawing>
  );
}

/** A shape with something in it: where one takes the place of another, as in a row of a list, nothing is made anew. */
export interface ShapeProps {
  readonly fill: string;
  readonly mark: string;
  /** The mark is drawn beside the shape instead of cut out of it. */
  readonly isBeside?: boolean;
}

export function Shape({ fill, mark, isBeside = false }: ShapeProps) {
  return (
    <Drawing>
      <path d={fill} class="fill" />
      <path d={mark} class={isBeside ? 'line' : 'cut'} />
    </Drawing>
  );
}

/** With an exclamation mark. */
export const TRIANGLE: ShapeProps = {
  fill: 'M8 1.2l7 12.6a.6.6 0 0 1-.5.9h-13a.6.6 0 0 1-.5-.9z',
  mark: 'M8 5.8v4M8 12.2v.1',
};

/** With a cross. */
export const OCTAGON: ShapeProps = {
  fill: 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z',
  mark: 'M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8',
};

/** With an i. */
export const DISC: ShapeProps = { fill: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1z', mark: 'M8 7.4v4M8 4.6v.1' };

/** That rings. */
export const BELL: ShapeProps = {
  fill: 'M8 .8a1 1 0 0 1 1 1v.4c2.3.5 3.7 2.3 3.8 4.8.1 2.4.6 3.5 1.8 4.5.5.4.3 1.4-.5 1.4H1.9c-.8 0-1-1-.5-1.4 1.2-1 1.7-2.1 1.8-4.5C3.3 4.5 4.7 2.7 7 2.2v-.4a1 1 0 0 1 1-1z',
  mark: 'M6.4 14.2a1.7 1.7 0 0 0 3.2 0',
  isBeside: true,
};

export const TriangleIcon = () => <Shape {...TRIANGLE} />;

export const OctagonIcon = () => <Shape {...OCTAGON} />;

export function MenuIcon() {
  return (
    <Drawing>
      <path d="M2 4h12M2 8h12M2 12h12" class="line" />
    </Drawing>
  );
}

export function CrossIcon() {
  return (
    <Drawing>
      <path d="M3.5 3.5l9 9M12.5 3.5l-9 9" class="line" />
    </Drawing>
  );
}
