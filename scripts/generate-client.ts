// Writes the types of the UI's calls from the API's OpenAPI document: npm run generate:client
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeApi, openApiDocument } from '../src/http/description/openapi.ts';
import { allRoutes, type RouteDeps } from '../src/http/routes.ts';
import { type ApiDocument, clientTypes } from './client/client-types.ts';

export const GENERATED = path.resolve(import.meta.dirname, '..', 'web/api/operations.generated.ts');

const HEAD =
  'Made by scripts/generate-client.ts from the API’s OpenAPI document; a test holds it against the one that a server gives. Do not edit: npm run generate:client';

export const generateClient = (document: ApiDocument): string => clientTypes(document, HEAD);

/** As a server gives it, without one: nothing that routes work with is needed to say what they are. */
function documentOfRoutes(): ApiDocument {
  return openApiDocument(describeApi(allRoutes(NOTHING)), '') as unknown as ApiDocument;
}

/** Has whatever is looked for in it, and can do nothing. */
const NOTHING: RouteDeps = new Proxy({} as RouteDeps, { get: () => NOTHING });

if (import.meta.main) writeFileSync(GENERATED, generateClient(documentOfRoutes()));
