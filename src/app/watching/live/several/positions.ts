// How far the containers of a stream were shown, written as one id: `0123456789ab=LINE,ba9876543210=LINE`.

/** So much of a container's id names it within a stream. */
const NAME_DIGITS = 12;
const ENTRY = /^(?<name>[\w.-]{1,12})=(?<line>[\w.-]{1,64})$/;

/** The id of the line that was shown last of each container. */
export class Positions {
  readonly #lines: Map<string, string>;
  #text: string | undefined;

  /** What names no line of a container counts as nothing. */
  constructor(text: string | undefined) {
    this.#lines = new Map(parsed(text ?? ''));
  }

  get isEmpty(): boolean {
    return this.#lines.size === 0;
  }

  of(containerId: string): string | undefined {
    return this.#lines.get(nameOf(containerId));
  }

  moveTo(containerId: string, line: string): void {
    this.#lines.set(nameOf(containerId), line);
    this.#text = undefined;
  }

  /** Keeps only what is known of these: nobody comes back for the others. */
  keep(containerIds: Iterable<string>): void {
    const kept = new Set([...containerIds].map(nameOf));
    for (const name of this.#lines.keys()) if (!kept.has(name)) this.#lines.delete(name);
    this.#text = undefined;
  }

  get text(): string {
    this.#text ??= [...this.#lines].map(([name, line]) => `${name}=${line}`).join(',');
    return this.#text;
  }
}

const nameOf = (containerId: string): string => containerId.slice(0, NAME_DIGITS);

function* parsed(text: string): Generator<[string, string]> {
  for (const entry of text.split(',')) {
    const { name, line } = ENTRY.exec(entry)?.groups ?? {};
    if (name !== undefined && line !== undefined) yield [name, line];
  }
}
