// Reads the lines of one container, each once, through every restart, cut and rotation.
import { beginReading } from '../../joined-reading.ts';
import type { OriginReading, ReadingOptions } from '../../reading.ts';
import type { ContainerNews } from './container-news.ts';
import { ContainerReading } from './container-reading.ts';
import { ContainerState } from './container-state.ts';
import type { ReaderOptions } from './reading-options.ts';

export class ContainerReader implements ContainerNews {
  readonly #options: ReaderOptions;
  readonly #container = new ContainerState();

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** Begins to read. The first call to the sink comes after this has returned. One reading at a time. */
  read(options: ReadingOptions): OriginReading {
    const { joining, clock } = this.#options;
    const begin = (inner: ReadingOptions) => new ContainerReading(this.#options, this.#container, inner);
    return beginReading(options, { joining, clock, begin });
  }

  started(): void {
    this.#container.change({ isRunning: true, starts: this.#container.now.starts + 1 });
  }

  ended(): void {
    this.#container.change({ isRunning: false });
  }

  removed(): void {
    this.#container.change({ isRunning: false, isRemoved: true });
  }

  engineLost(): void {
    this.#container.change({ isEngineUp: false });
  }

  engineBack(): void {
    this.#container.change({ isEngineUp: true, returns: this.#container.now.returns + 1 });
  }
}
