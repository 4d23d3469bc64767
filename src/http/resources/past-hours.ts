import { z } from 'zod';

const MOST_HOURS = 168;

/** How far back something is looked at. */
export const pastHours = z
  .int()
  .min(1)
  .max(MOST_HOURS)
  .default(24)
  .meta({ description: `1 to ${MOST_HOURS}; 24 unless said.` });
