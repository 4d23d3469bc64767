// A body that a person wrote, with `{{paths}}` in it: each is replaced by a value once, and no value can become anything but a value.
import { plainText } from '../../core/text/plain-text.ts';
import { valueAt } from '../http-attempt.ts';

export type TemplateResult =
  | { readonly ok: true; readonly render: (values: object) => string }
  | { readonly ok: false; readonly message: string };

export type BodyKind = 'json' | 'text';

/** A text as it is, or the place of a value. */
type Piece = { readonly text: string } | { readonly path: readonly string[]; readonly inString: boolean };

/** Without a second star beside the first: the time must not grow faster than the template. */
const PLACE = /\{\{([^{}]*)\}\}/g;
const PATH = /^[A-Za-z_][\w-]*(?:\.[\w$-]+)*$/;

/** `roots` are the names with which a path may begin. */
export function readTemplate(template: string, kind: BodyKind, roots: readonly string[]): TemplateResult {
  const pieces: Piece[] = [];
  let [end, inString] = [0, false];
  for (const found of template.matchAll(PLACE)) {
    const [whole] = found;
    const name = whole.slice(2, -2).trim();
    const fault = pathFault(name, roots);
    if (fault !== undefined) return { ok: false, message: fault };
    const text = template.slice(end, found.index);
    inString = isInString(text, inString);
    pieces.push({ text }, { path: name.split('.'), inString });
    end = found.index + whole.length;
  }
  pieces.push({ text: template.slice(end) });
  if (pieces.some((piece) => 'text' in piece && piece.text.includes('{{')))
    return { ok: false, message: '"{{" begins a place for a value; one of them has no "}}".' };
  if (kind === 'json' && !isJson(pieces.map(sample).join('')))
    return { ok: false, message: 'It is no JSON once there are values in the places of {{…}}.' };
  const written = kind === 'json' ? asJson : asText;
  return { ok: true, render: (values) => pieces.map((piece) => written(piece, values)).join('') };
}

function pathFault(path: string, roots: readonly string[]): string | undefined {
  const [root = ''] = path.split('.');
  if (PATH.test(path) && roots.includes(root)) return undefined;
  return `"{{${path.slice(0, 100)}}}" names nothing: a path begins with one of ${roots.join(', ')}, such as {{event.message}}.`;
}

/** Whether the text that follows stands within a string of JSON. */
function isInString(text: string, before: boolean): boolean {
  let inside = before;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') inside = !inside;
    else if (text[at] === '\\' && inside) at++;
  }
  return inside;
}

function sample(piece: Piece): string {
  if ('text' in piece) return piece.text;
  return piece.inString ? 'x' : 'null';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Within a string its characters, escaped; elsewhere the value as JSON. */
function asJson(piece: Piece, values: object): string {
  if ('text' in piece) return piece.text;
  const value = valueAt(values, ...piece.path);
  return piece.inString ? JSON.stringify(textOf(value)).slice(1, -1) : JSON.stringify(value ?? null);
}

function asText(piece: Piece, values: object): string {
  return 'text' in piece ? piece.text : plainText(textOf(valueAt(values, ...piece.path)));
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
