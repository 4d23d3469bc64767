/** Chance that can be repeated: the same seed gives the same corpus on every machine. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  /** A whole number in [0, below), by xorshift32. */
  below(below: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state >>> 0;
    return this.#state % below;
  }

  /** A whole number in [low, high]. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  pick<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  hex(digits: number): string {
    let text = '';
    for (let i = 0; i < digits; i++) text += '0123456789abcdef'.charAt(this.below(16));
    return text;
  }

  ip(): string {
    return `${this.between(1, 223)}.${this.below(256)}.${this.below(256)}.${this.between(1, 254)}`;
  }
}
