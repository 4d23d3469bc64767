// Made by scripts/build-kernel.ts from newlines.as.ts and what that imports; a test holds it against a rebuild. Do not edit.
/** WebAssembly, 183 bytes, as base64. */
export const NEWLINES_BASE64 = [
  'AGFzbQEAAAABCAFgA39/fwF/Ag8BA2VudgZtZW1vcnkCAAADAgEABxgCC2FkZE5ld2xpbmVzAAAGbWVtb3J5AgAKdAFyAQJ/A0AgACAESwRAIAT9AASA',
  'gAH9DAoKCgoKCgoKCgoKCgoKCgr9I/1kIQMDQCADBEAgAkGAIE8EQCACDwsgAkECdCADaCABIARqajYCACACQQFqIQIgAyADQQFrcSEDDAELCyAEQRBq',
  'IQQMAQsLIAIL',
].join('');
