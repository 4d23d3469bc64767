// Secrets that are known by their form alone, wherever they stand: tokens whose makers gave them a beginning, and addresses of chats by which whoever has them may post.

/** Letters by which one of them is found quickly; most texts have none. */
const MAY_HOLD_TOKEN =
  /eyJ|gh[a-z]_|github_pat_|glpat-|xox[a-z]-|xapp-|AKIA|ASIA|AIza|sk_live|rk_live|sk-|npm_|whs[ek]|dop_v1|hooks\.slack|\/webhooks\/|webhook\.office|\/bot\d/;

/** Each with what stays to say what it was. What a pattern looks at from one place is bounded by what it finds. */
const TOKENS: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, 'eyJ'],
  [/\b(?:gh[opsur]|github_pat)_\w{16,}/g, 'gh_'],
  [/\bglpat-[\w-]{16,}/g, 'glpat-'],
  [/\bxox[a-z]-[\w-]{10,}/g, 'xox-'],
  [/\bxapp-[\w-]{16,}/g, 'xapp-'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, 'AKIA'],
  [/\bAIza[\w-]{30,}/g, 'AIza'],
  [/\b[sr]k_live_\w{16,}/g, 'sk_live_'],
  [/\bsk-[\w-]{20,}/g, 'sk-'],
  [/\bnpm_\w{30,}/g, 'npm_'],
  [/\bdop_v1_\w{30,}/g, 'dop_v1_'],
  [/\bwhs(?:ec|k)_[\w+/=-]{16,}/g, 'whsec_'],
  [/(?<=hooks\.slack\.com\/)[\w/-]{8,}/g, ''],
  [/(?<=\/api\/(?:v\d+\/)?webhooks\/)[\w/-]{8,}/g, ''],
  [/(?<=\.webhook\.office\.com\/)[\w/@-]{8,}/g, ''],
  [/(?<=\/bot)\d{5,}:[\w-]{20,}/g, ''],
];

export function maskKnownTokens(text: string, mask: string): string {
  if (!MAY_HOLD_TOKEN.test(text)) return text;
  return TOKENS.reduce((masked, [token, kept]) => masked.replace(token, `${kept}${mask}`), text);
}
