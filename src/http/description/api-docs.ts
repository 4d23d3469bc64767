// The readable form of the API: one static page without any script, made from the same routes as the OpenAPI document.
import type { Route } from '../route.ts';
import type { DescribedApi, Operation } from './openapi.ts';
import type { Json } from './schema-book.ts';

const ACCESS_WORDS: Readonly<Record<Route['access'], string>> = {
  open: 'open to all',
  read: 'any user, token “read” or “admin”',
  admin: 'administrators, token “admin”',
  ingest: 'administrators, token “ingest” or “admin”',
  session: 'a person who is logged in',
};

export function apiDocsPage({ operations, schemas }: DescribedApi): string {
  const tags = [...new Set([...operations.keys()].map((route) => route.tag))];
  const sections = tags.map((tag) => {
    const own = [...operations].filter(([route]) => route.tag === tag);
    return section(
      tag,
      own.map(([route, operation]) => article(route, operation)),
    );
  });
  const links = [...tags, SHAPES].map((title) => `<li><a href="#${slug(title)}">${escapeHtml(title)}</a></li>`);
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tocsin API</title><link rel="stylesheet" href="/api/docs.css"></head>
<body><main>
<h1>Tocsin API</h1>
<p>JSON, snake_case, UTF-8. Times are RFC 3339 in UTC, ids are strings. Lists take <code>limit</code> and <code>cursor</code>.
Errors are <code>{"error":{"code","message","details"}}</code>. Log in by cookie, or send <code>Authorization: Bearer tcs_…</code>.
The same as a document for programs: <a href="/api/openapi.json">openapi.json</a>.</p>
<nav aria-label="Sections"><ul>${links.join('')}</ul></nav>
${sections.join('\n')}
${section(
  SHAPES,
  Object.entries(schemas).map(([name, schema]) => shape(name, schema)),
)}
</main></body></html>
`;
}

/** What has a name is shown once, behind all that refers to it. */
const SHAPES = 'Shapes';

function section(title: string, articles: readonly string[]): string {
  return `<section id="${slug(title)}"><h2>${escapeHtml(title)}</h2>\n${articles.join('\n')}</section>`;
}

function article(route: Route, { parameters, requestBody, responses }: Operation): string {
  const shown = {
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(requestBody ? { requestBody } : {}),
    responses: Object.fromEntries(Object.entries(responses).filter(([status]) => status in route.schemas.replies)),
  };
  return `<article><h3><code><b>${route.method}</b> ${escapeHtml(route.path)}</code></h3>
<p>${escapeHtml(sentence(route.summary))} <small>${ACCESS_WORDS[route.access]}</small></p>
<details><summary>Schema</summary><pre tabindex="0">${json(shown)}</pre></details></article>`;
}

/** Its anchor is within what is folded, so that whoever follows a link to it sees it unfolded. */
function shape(name: string, schema: Json): string {
  return `<details><summary><code>${name}</code></summary><pre tabindex="0" id="shape-${name}">${json(schema)}</pre></details>`;
}

const REFERENCE = /&quot;\$ref&quot;: &quot;#\/components\/schemas\/(\w+)&quot;/g;

const json = (value: unknown): string =>
  escapeHtml(JSON.stringify(value, null, 2)).replace(REFERENCE, '<a href="#shape-$1">$1</a>');

const sentence = (text: string): string => (/[.?]$/.test(text) ? text : `${text}.`);
const slug = (tag: string): string => tag.toLowerCase().replace(/[^a-z]+/g, '-');

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');

export const API_DOCS_STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0; } main { max-width: 60rem; margin: 0 auto; padding: 24px 16px 64px; }
h2 { margin-top: 40px; } h3 { margin: 24px 0 4px; font-size: 1rem; } p { margin: 4px 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 16px; padding: 0; list-style: none; }
pre { overflow: auto; padding: 12px; border: 1px solid color-mix(in srgb, currentcolor 25%, transparent); border-radius: 6px; font-size: 13px; }
summary { cursor: pointer; } small { opacity: .8; }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid; outline-offset: 2px; }
`;
