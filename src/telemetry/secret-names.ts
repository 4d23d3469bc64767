/**
 * Says by its name alone whether a field holds a secret. A name is read as words (`dbPassword`, `db-password`, `DB_PASSWORD` are the same two), never as
 * a run of letters: `monkey` and `keyset` hold no key. In doubt the answer is yes; a harmless use of a secret word is told by its last word (`token_hint`).
 */
export function isSecretName(name: string): boolean {
  const known = answers.get(name);
  if (known !== undefined) return known;
  const answer = name.length > LONGEST_NAME || judge(wordsOf(name));
  if (answers.size >= MOST_ANSWERS) answers.clear();
  answers.set(name, answer);
  return answer;
}

/** A longer name is no field of ours; whatever it is, its value is masked. */
const LONGEST_NAME = 200;

/** Answers are kept, because the same few hundred names come back in every line. */
const answers = new Map<string, boolean>();
const MOST_ANSWERS = 2_000;

/** Secret wherever they stand in a name. */
const SECRET_WORDS = new Set(
  'password passwords passwd pwd passphrase passcode secret secrets token tokens cookie cookies credential credentials creds authorization key keys bearer jwt otp totp dsn sid csrf xsrf'.split(
    ' ',
  ),
);

/** Secret only as the last word: `smtp_pass` and `proxyAuth`, but not `pass_count` and `auth_method`. */
const SECRET_LAST_WORDS = new Set(['pass', 'auth', 'pin', 'salt', 'sig', 'signature']);

/** Words that end so are secret too, for names that were written without a seam: `accesstoken`, `adminpassword`, `apikey`. */
const SECRET_ENDINGS =
  /(?:password|passwd|passphrase|secret|token|cookie|credentials?|apikey|privatekey|secretkey|accesskey|sessionid|databaseurl)$/;

/** Two words that are a secret together. */
const SECRET_PAIRS = new Set([
  'session id',
  'database url',
  'connection string',
  'raw headers',
  'setup link',
  'webhook url',
]);

/** With one of these at its end a name tells something about a secret, not the secret. */
const HARMLESS_LAST_WORDS = new Set(
  'hint name names kind type types count counts scope scopes file path prefix bucket limit policy status age seconds ms at ttl changed required valid present configured length'.split(
    ' ',
  ),
);

/** Keys that open nothing. */
const HARMLESS_PAIRS = new Set(
  'public key,primary key,foreign key,unique key,sort key,cache key,event key,idempotency key,duplicate key,token id,token ids,key id,key ids'.split(
    ',',
  ),
);

function judge(words: readonly string[]): boolean {
  const last = words.at(-1) ?? '';
  const pairs = words.slice(1).map((word, at) => `${words[at]} ${word}`);
  if (HARMLESS_LAST_WORDS.has(last) || HARMLESS_PAIRS.has(pairs.at(-1) ?? '')) return false;
  return (
    SECRET_LAST_WORDS.has(last) ||
    words.some((word) => SECRET_WORDS.has(word) || SECRET_ENDINGS.test(word)) ||
    pairs.some((pair) => SECRET_PAIRS.has(pair))
  );
}

/** `TOCSINApiKey-old_2` → tocsin, api, key, old, 2. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/([A-Za-z])(\d)/g, '$1 $2')
    .replace(/(\d)([A-Za-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
