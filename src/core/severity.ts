/** How bad an event is, from the mildest to the worst. */
export const SEVERITIES = ['info', 'warn', 'error', 'critical'] as const;

export type Severity = (typeof SEVERITIES)[number];
