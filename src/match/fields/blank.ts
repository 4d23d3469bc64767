// What may stand between the parts of a line that has fields.
import { INNER_NEWLINE } from '../../core/text/inner-newline.ts';

export const isBlank = (byte: number): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === INNER_NEWLINE;
