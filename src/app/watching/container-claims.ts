// One container is read once, whatever its engine is called: two names may lead to one engine, and nobody can see that beforehand.

/** Which source each container belongs to, of all that this instance watches. The first that finds one has it, and keeps it over restarts. */
export class ContainerClaims {
  readonly #owners: Map<string, string>;
  readonly #sources: ReadonlySet<string>;
  /** By source: whose containers it has found. It stands back then as a whole, so that the containers of one engine have one host. */
  readonly #twins = new Map<string, string>();

  /** `owners` as they are saved; what belongs to a source that is not watched any more is free. */
  constructor(owners: ReadonlyMap<string, string>, sources: readonly string[]) {
    this.#owners = new Map(owners);
    this.#sources = new Set(sources);
  }

  /** Whether the container is this source's, from now on at the latest. */
  take(key: string, source: string): boolean {
    const owner = this.#ownerOf(key);
    if (owner === source) return true;
    if (owner !== undefined) this.#twins.set(source, owner);
    if (this.twinOf(source) !== undefined) return false;
    this.#owners.set(key, source);
    return true;
  }

  /** The container was this source's before, as the source's own history says; it stays so unless it is another's by now. */
  restore(key: string, source: string): void {
    if (this.#ownerOf(key) === undefined) this.#owners.set(key, source);
  }

  /** The container is gone. False when it was never this source's. */
  release(key: string, source: string): boolean {
    if (this.#ownerOf(key) !== source) return false;
    this.#owners.delete(key);
    return true;
  }

  /** Whether what is heard of the container is this source's to tell, also when it was not found yet. */
  isFor(key: string, source: string): boolean {
    const owner = this.#ownerOf(key);
    return owner === undefined ? this.twinOf(source) === undefined : owner === source;
  }

  /** The source whose engine this one’s is, too. */
  twinOf(source: string): string | undefined {
    return this.#twins.get(source);
  }

  #ownerOf(key: string): string | undefined {
    const owner = this.#owners.get(key);
    return owner !== undefined && this.#sources.has(owner) ? owner : undefined;
  }
}
