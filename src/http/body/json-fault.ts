// Where a text stops being JSON. The parser of the language does not always say it.

const SPACE = /[ \t\n\r]*/y;
const STRING = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

type Wanted = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end';

/** The index of the first thing that cannot stand where it stands, or the text's length when only something is missing. */
export function jsonFault(text: string): number {
  const open: ('[' | '{')[] = [];
  let wanted: Wanted = 'value';
  for (let at = 0; ; ) {
    at = behind(SPACE, text, at) ?? at;
    if (at >= text.length) return text.length;
    const next = step(text, at, { wanted, open });
    if (next === undefined) return at;
    [at, wanted] = next;
  }
}

interface Standing {
  readonly wanted: Wanted;
  /** What is not closed yet, the innermost last. It is changed here. */
  readonly open: ('[' | '{')[];
}

/** Behind the next thing, and what may follow it; undefined when it cannot stand there. */
function step(text: string, at: number, { wanted, open }: Standing): readonly [number, Wanted] | undefined {
  const sign = text[at];
  const inner = open.at(-1);
  if (wanted === ':') return sign === ':' ? [at + 1, 'value'] : undefined;
  const closes = (wanted !== 'value' && sign === ']' && inner === '[') || (sign === '}' && inner === '{');
  if (closes && wanted !== 'key' && wanted !== 'value') {
    open.pop();
    return [at + 1, ', or end'];
  }
  if (wanted === ', or end') return sign === ',' && inner ? [at + 1, inner === '[' ? 'value' : 'key'] : undefined;
  const isKey = wanted === 'key' || wanted === 'key or }';
  if (!isKey && (sign === '[' || sign === '{')) {
    open.push(sign);
    return [at + 1, sign === '[' ? 'value or ]' : 'key or }'];
  }
  const end = behind(STRING, text, at) ?? (isKey ? undefined : behind(SCALAR, text, at));
  return end === undefined ? undefined : [end, isKey ? ':' : ', or end'];
}

function behind(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
