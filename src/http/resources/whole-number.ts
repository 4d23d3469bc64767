import { z } from 'zod';

/** One that a query may have, which is text there: from `least` to `most`. */
export const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(new RegExp(`^\\d{1,${String(most).length}}$`), `a number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.number().min(least).max(most))
    .optional();
