import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXCERPT_BYTES, excerpt } from './excerpt.ts';

const SECRET = 'hunter2/"<&>ü=';
const show = (text: string, { secrets = [SECRET], isWhole = true } = {}) =>
  excerpt(Buffer.from(text), secrets, isWhole);

test('it is the beginning, on one line, without what steers a terminal', () => {
  expect(show('{"ok":true}\r\n\u001b[31mred\u202e')).toBe('{"ok":true} [31mred');
  expect(Buffer.byteLength(show('ü'.repeat(1_000)))).toBeLessThanOrEqual(EXCERPT_BYTES);
  expect(show('a word '.repeat(20_000))).toMatch(/^a word a word .*…$/);
});

test.each([
  ['as it is', SECRET],
  ['in JSON', JSON.stringify(SECRET)],
  ['in JSON of PHP', JSON.stringify(SECRET).replaceAll('/', '\\/')],
  ['in a URL', encodeURIComponent(SECRET)],
  ['in HTML', 'hunter2/"&lt;&amp;&gt;ü='],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ['in hexadecimal', Buffer.from(SECRET).toString('hex')],
])('a secret that comes back %s is masked', (_, text) => {
  expect(show(`before ${text} behind`)).toMatch(/^before "?\[redacted\]"? behind$/);
});

test('what looks like a secret is masked, too', () => {
  expect(show('password=hunter2; Authorization: Bearer abcdefghijkl')).not.toMatch(/hunter2|abcdefghijkl/);
});

test.each([
  ['of what is shown', EXCERPT_BYTES, (length: number) => '.'.repeat(length), true],
  ['of what is looked at', 2_048, (length: number) => `password=${'x'.repeat(length - 10)} `, true],
  ['of what is read', 16_384, (length: number) => '\0'.repeat(length), true],
  ['of a body that broke off', 200, (length: number) => `${'.'.repeat(length - 1)} `, false],
] as const)('a secret that reaches over the end %s is not shown by half', (...[, end, before, isWhole]) => {
  const secret = 'Zq8-tokenOfTwentyFourSigns+/x1';
  for (const form of [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret), hexOf(secret)])
    for (let within = 1; within < form.length; within++) {
      const text = `${before(end - within)}${isWhole ? `${form} behind` : form.slice(0, within)}`;
      const shown = show(text, { secrets: [secret], isWhole });
      expect([within, shown.replace('[redacted]', '')]).toEqual([
        within,
        expect.not.stringContaining(form.slice(0, 2)),
      ]);
    }
});

test('the beginning of a secret of several words is not shown either, where a body broke off', () => {
  const secrets = ['open "sesame", and be quick'];
  expect(show('no such phrase: open "ses', { secrets, isWhole: false })).not.toContain('open');
});

test('the longer parts of a secret are masked by themselves', () => {
  const secret = randomBytes(32).toString('base64');
  for (const part of [secret.slice(0, 20), secret.slice(9, 33), secret.slice(-16)])
    expect(show(`no such key: ${part}… sorry`, { secrets: [secret] })).toMatch(/^no such key: \[redacted\].? sorry$/);
});

test('the bytes of a signing secret are masked however they are written', () => {
  const bytes = randomBytes(32);
  const secrets = [`whsec_${bytes.toString('base64')}`];
  for (const form of [bytes.toString('hex'), bytes.toString('base64url'), bytes.toString('base64'), secrets[0] ?? ''])
    for (const said of [form, form.toUpperCase(), `${form.slice(0, 30)}\r\n ${form.slice(30)}`])
      expect(show(`signed with ${said}, which is wrong`, { secrets })).toBe('signed with [redacted], which is wrong');
});

test('where a message goes to is no secret, though its URL is', () => {
  const secrets = ['https://hooks.example.com/services/T0001/B0001/abcdefghijklmnop', 'abcdefghijklmnop'];
  expect(show('hooks.example.com said https://hooks.example.com/docs', { secrets })).toContain(
    'hooks.example.com/docs',
  );
  expect(show(`no ${secrets[0]} here`, { secrets })).toBe('no [redacted] here');
});

test('whatever is around it and however it is escaped, no secret of letters and digits is shown', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/);
  const written = fc.constantFrom(
    (text: string) => text,
    (text: string) => JSON.stringify(text),
    encodeURIComponent,
    (text: string) => [...text].map((sign) => `%${sign.charCodeAt(0).toString(16).padStart(2, '0')}`).join(''),
    (text: string) => [...text].map((sign) => `&#${sign.charCodeAt(0)};`).join(''),
  );
  fc.assert(
    fc.property(word, fc.tuple(written, written), fc.string({ maxLength: 600 }), (secret, [inner, outer], before) => {
      const printable = before.replaceAll(/[^\x20-\x7e]|[%&\\]/g, ' ');
      expect(show(`${printable} ${outer(inner(secret))} behind`, { secrets: [secret] })).not.toContain(inner(secret));
    }),
  );
});

test('the time is bounded, whatever is answered and however many secrets there are', () => {
  const once = (body: Buffer, secrets: readonly string[]): number => {
    const began = process.cpuUsage();
    excerpt(body, secrets);
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1_000;
  };
  const cpuMs = (text: string, secrets: readonly string[]): number =>
    Math.min(...Array.from({ length: 3 }, () => once(Buffer.from(text), secrets)));
  const some = [`whsec_${randomBytes(32).toString('base64')}`, randomBytes(24).toString('hex')];
  const same = 'a'.repeat(4_096);
  const many = Array.from({ length: 20 }, () => randomBytes(3_072).toString('base64'));
  const fillers = Array.from({ length: 20 }, (_, n) => '-'.repeat(3 + 97 * n));
  const pieces = [
    '-',
    '-%2d',
    'a',
    'Bearer ',
    '"password":"',
    '://a:',
    'eyJa.',
    '&#x41;',
    '%41',
    '\\u0041',
    '\\\\',
    '"a":"b\\',
  ];
  for (const piece of pieces)
    for (const secrets of [some, [...some, same, `${same.slice(1)}b`], many, fillers])
      expect([piece, cpuMs(piece.repeat(65_536 / piece.length), secrets) < 400]).toEqual([piece, true]);
});

function hexOf(text: string): string {
  return Buffer.from(text).toString('hex');
}
