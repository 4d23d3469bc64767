/** What stands in the place of a secret, and means "leave it as it is" where it comes back. */
export const REDACTED = '[redacted]';
