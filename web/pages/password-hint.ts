/** What a person should know before choosing a password. The server decides; see src/access/passwords/credential-rules.ts. */
export const PASSWORD_HINT = 'At least 10 characters. A few random words are good.';
