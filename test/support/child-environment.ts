import path from 'node:path';

/** The environment of processes that tests start: compiled code is kept between them, which halves the time of their start. */
export const CHILD_ENVIRONMENT = {
  NODE_COMPILE_CACHE: path.resolve(import.meta.dirname, '../../node_modules/.cache/tocsin-tests'),
  ...process.env,
};
