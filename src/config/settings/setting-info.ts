// What is told of each setting besides its kind and its default, kept beside the schema.
import { z } from 'zod';

/** What a person is told of a setting. */
export interface SettingInfo {
  readonly group: string;
  /** Whole sentences, for the reference page. */
  readonly text: string;
  /** How the default reads when it is no plain value. */
  readonly fallback?: string;
  /** It holds a secret: it is never shown, and may stand in a file of its own. */
  readonly secret?: true;
  /** A variable of the wider world that counts when ours is not set. */
  readonly otherVariable?: string;
}

export const about = z.registry<SettingInfo>();
