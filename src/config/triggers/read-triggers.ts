// Reads the triggers of the configuration file by themselves, at the start and whenever the file, or one of its secrets, is another one.
import type { Trigger } from '../../core/deliveries/trigger.ts';
import type { ConfigFile } from '../file/config-file.ts';
import { readDocument } from '../file/read-document.ts';
import type { ReadPart } from '../file/watched-file.ts';
import { readTriggerSection, type SectionParts } from './trigger-section.ts';

export function readTriggers(file: ConfigFile, parts: Omit<SectionParts, 'file'>): ReadPart<readonly Trigger[]> {
  const read = readDocument(file);
  if (!read.ok) return read;
  const { triggers, faults, files } = readTriggerSection(read.document, { ...parts, file: file.shown });
  if (faults.length > 0) return { ok: false, faults, beside: files };
  return { ok: true, value: triggers, beside: files };
}
