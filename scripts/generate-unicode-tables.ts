// Writes src/match/syntax/unicode/tables.generated.ts from the Unicode data of the Node that runs it: node scripts/generate-unicode-tables.ts
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const CATEGORIES = 'Cc Cf Co Cs Ll Lm Lo Lt Lu Mc Me Mn Nd Nl No Pc Pd Pe Pf Pi Po Ps Sc Sk Sm So Zl Zp Zs'.split(' ');
const SCRIPTS =
  'Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali Beria_Erfe Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham Cherokee Chorasmian Common Coptic Cuneiform Cypriot Cypro_Minoan Cyrillic Deseret Devanagari Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs Elbasan Elymaic Ethiopic Garay Georgian Glagolitic Gothic Grantha Greek Gujarati Gunjala_Gondi Gurmukhi Gurung_Khema Han Hangul Hanifi_Rohingya Hanunoo Hatran Hebrew Hiragana Imperial_Aramaic Inherited Inscriptional_Pahlavi Inscriptional_Parthian Javanese Kaithi Kannada Katakana Kawi Kayah_Li Kharoshthi Khitan_Small_Script Khmer Khojki Khudawadi Kirat_Rai Lao Latin Lepcha Limbu Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian Mro Multani Myanmar Nabataean Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Ol_Onal Old_Hungarian Old_Italic Old_North_Arabian Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham Sidetic SignWriting Sinhala Sogdian Sora_Sompeng Soyombo Sundanese Sunuwar Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Tai_Yo Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Todhri Tolong_Siki Toto Tulu_Tigalari Ugaritic Vai Vithkuqi Wancho Warang_Citi Yezidi Yi Zanabazar_Square'.split(
    ' ',
  );

/** Pairs of first and last code point, each number as the distance from the one before it, in base 36. */
function rangesOf(property: string): string {
  const member = new RegExp(`^\\p{${property}}`, 'u');
  const ends: number[] = [];
  let inside = false;
  for (let codePoint = 0; codePoint <= 0x110000; codePoint++) {
    const belongs = codePoint < 0x110000 && member.test(String.fromCodePoint(codePoint));
    if (belongs !== inside) ends.push(belongs ? codePoint : codePoint - 1);
    inside = belongs;
  }
  return distances(ends);
}

/** The orbits of simple case folding: each a list of the code points that (?i) holds equal. */
function foldOrbits(): string {
  const cased: string[] = [];
  for (let codePoint = 0; codePoint < 0x110000; codePoint++) {
    const character = String.fromCodePoint(codePoint);
    if (/\p{Changes_When_Casemapped}|\p{Changes_When_Casefolded}/u.test(character)) cased.push(character);
  }
  const all = cased.join('');
  const orbits = cased.map((character) => (all.match(new RegExp(character, 'giu')) ?? []).sort().join(''));
  const several = [...new Set(orbits)].filter((orbit) => [...orbit].length > 1);
  return several
    .map((orbit) => distances([...orbit].map((c) => c.codePointAt(0) ?? 0).sort((a, b) => a - b)))
    .join(';');
}

function distances(numbers: readonly number[]): string {
  return numbers.map((number, index) => (number - (numbers[index - 1] ?? 0)).toString(36)).join(',');
}

const table = (names: readonly string[], property: (name: string) => string): string =>
  names.map((name) => `  ${name}: '${rangesOf(property(name))}',\n`).join('');

const text = `// Unicode ${process.versions.unicode}, written by scripts/generate-unicode-tables.ts: never edit it by hand.
export const UNICODE_VERSION = '${process.versions.unicode}';

export const CATEGORIES: Readonly<Record<string, string>> = {
${table(CATEGORIES, (name) => `General_Category=${name}`)}};

export const SCRIPTS: Readonly<Record<string, string>> = {
${table(SCRIPTS, (name) => `Script=${name}`)}};

export const FOLD_ORBITS = '${foldOrbits()}';
`;

writeFileSync(path.join(import.meta.dirname, '../src/match/syntax/unicode/tables.generated.ts'), text);
