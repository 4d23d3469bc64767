// What engines of different kinds and ages do differently.

export interface EngineProfile {
  readonly kind: 'docker' | 'podman';
  readonly version: string;
  /** The newest and the oldest version of the API that it speaks: 41 is 1.41. */
  readonly newestApi: number;
  readonly oldestApi: number;
  /** Which records `since` keeps back: all before it, or only those in front of the first that is not. */
  readonly since: 'holds_every_record' | 'ends_with_first_match';
  /** A record holds so many bytes at most. */
  readonly recordBytes: number;
  /** A line is waited for until it ends, or what was written is recorded as it comes. */
  readonly unendedLines: 'waited_for' | 'recorded';
  /** Whether the last record of a line that took several ends in a newline. */
  readonly lastPartEnds: boolean;
  /** Stamps are printed with whole seconds. */
  readonly wholeSeconds: boolean;
  /** What becomes of lines that a follower has not read when the container ends: sent, or forgotten. */
  readonly unreadAtEnd: 'sent' | 'forgotten';
  /** The status of a `since` that is no number. */
  readonly badSinceStatus: number;
}

/** Docker 20.10 with the driver json-file. */
export const DOCKER_20: EngineProfile = {
  kind: 'docker',
  version: '20.10.24',
  newestApi: 41,
  oldestApi: 12,
  since: 'holds_every_record',
  recordBytes: 16_384,
  unendedLines: 'waited_for',
  lastPartEnds: true,
  wholeSeconds: false,
  unreadAtEnd: 'forgotten',
  badSinceStatus: 500,
};

/** Docker 20.10 with the driver local, which forgets the newline of a long line. */
export const DOCKER_20_LOCAL: EngineProfile = { ...DOCKER_20, lastPartEnds: false };

export const DOCKER_29: EngineProfile = {
  ...DOCKER_20,
  version: '29.1.0',
  newestApi: 54,
  oldestApi: 40,
  since: 'ends_with_first_match',
  unreadAtEnd: 'sent',
  badSinceStatus: 400,
};

export const PODMAN_4: EngineProfile = {
  ...DOCKER_20,
  kind: 'podman',
  version: '4.3.1',
  oldestApi: 24,
  recordBytes: 8_192,
  unendedLines: 'recorded',
  wholeSeconds: true,
  unreadAtEnd: 'sent',
};
