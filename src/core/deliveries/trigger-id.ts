// How triggers are known: those of the API by a number, those of the configuration file by their name, so that a reload changes no id.
import { createHash } from 'node:crypto';

export const TRIGGER_ID_FORM = /^(?:[1-9]\d*|yaml-[0-9a-f]{16})$/;

/** The same for the same name, on every instance and after every restart. */
export const derivedTriggerId = (name: string): string =>
  `yaml-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;

/** Whether it is one of a file: another instance may have another file. */
export const isDerivedTriggerId = (id: string): boolean => id.startsWith('yaml-');
