// Why lines did not arrive, for people and for whoever has to know whether it is the same again.

export interface Failure {
  readonly words: string;
  /** Of a refusal: what it is by its type, for the words may name a line or a request and so be others each time. */
  readonly kind?: string | undefined;
}
