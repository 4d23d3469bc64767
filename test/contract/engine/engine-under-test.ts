import type { EngineClient } from '../../../src/sources/docker/engine/engine-client.ts';
import type { EngineProfile } from '../../support/fake-engine/engine-profile.ts';

export interface Saying {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** How often the text stands there, written all at once. */
  readonly times?: number;
}

/** What a container does before it ends. */
export interface Program {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  readonly driver?: string;
  /** A number is a pause in ms. */
  readonly does: readonly (Saying | number)[];
  readonly exitCode?: number;
  /** It ends only when it is stopped. */
  readonly staysUp?: true;
}

/** An engine that the contract is tried on: the real one, or the one that stands in for it. */
export interface EngineUnderTest {
  /** What the engine stood for by this profile does. */
  readonly profile: EngineProfile;
  readonly client: EngineClient;
  /** Makes a container that goes with the test; the answer is its id. */
  create(program: Program): Promise<string>;
  start(id: string): Promise<void>;
  /** Resolves when it runs no more. */
  ended(id: string): Promise<void>;
  stop(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  rename(id: string, name: string): Promise<void>;
}
