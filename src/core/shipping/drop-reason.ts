// Why a line of the log was dropped on its way to where it was to be shipped.
export const DROP_REASONS = ['buffer_full', 'given_up', 'refused', 'too_large', 'stopped'] as const;
export type DropReason = (typeof DROP_REASONS)[number];
