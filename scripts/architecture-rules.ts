// The house as data: which folder of src/ may import which. Top imports downwards only; folders on one floor never import each other.
export const FLOORS: readonly (readonly string[])[] = [
  ['main'],
  ['cli'],
  ['app'],
  ['http'],
  ['sources', 'tail', 'rules', 'events', 'triggers', 'ship', 'access'],
  ['match', 'channels'],
  ['store', 'cluster'],
  ['net'],
  ['config', 'telemetry'],
  ['core'],
];

/** Folders whose subfolders are vendors: each may be deleted without touching another. */
export const VENDOR_FOLDERS: readonly string[] = ['sources', 'channels', 'ship'];

/** Imports that are forbidden although they point downwards, by the start of the two paths below src/. */
export const NEVER: readonly (readonly [from: RegExp, to: RegExp, why: string])[] = [
  [/^(sources|tail|match|rules)\//, /^store\//, 'the stages reach the store only through ports'],
  [
    /^(triggers|channels)\//,
    /^store\//,
    'a trigger can never cause an event: it reaches the store through ports that write none',
  ],
  [/^(triggers|channels)\//, /^core\/events\/new-event\b/, 'a trigger can never cause an event'],
  [/^match\//, /^(?!match\/|core\/)/, 'match is pure: it knows only core'],
  [/^(?!store\/)/, /^store\/(sqlite|postgres)\//, 'only the store knows which database it is'],
];

/** Packages that some may not import, by the start of the path below src/. */
export const NEVER_PACKAGES: readonly (readonly [from: RegExp, packages: RegExp, why: string])[] = [
  [
    /^(triggers|channels|ship)\//,
    /^(?:node:(?:net|tls|http|https|http2|dgram|dns|dns\/promises)|undici)$/,
    'messages and log lines leave through the guard in net/ alone',
  ],
];

/** Packages that only one folder may import, so that a library is wrapped in one place. */
export const WRAPPED_PACKAGES: Readonly<Record<string, string>> = {
  kysely: 'store/',
  pg: 'store/postgres/',
  'node:sqlite': 'store/sqlite/',
  'prom-client': 'telemetry/',
  pino: 'telemetry/',
  fastify: 'http/',
  yaml: 'config/',
  nodemailer: 'channels/email/',
};

export const MAX_FILE_LINES = 400;
export const MAX_FILES_IN_FOLDER = 12;

/** What the UI may know of the server: the words of core, as types alone. It knows the API by its document. */
export const SHARED_WITH_WEB = /^\.\.\/src\/core\//;

/** Faults that stand for now, as the check says them, each with the reason. One that is mended must leave this list. */
export const FOR_NOW: Readonly<Record<string, string>> = {};
