// JSON Schemas made of zod's. One that has a name stands in the document once, and is referred to wherever it is used.
import { z } from 'zod';

export type Json = Record<string, unknown>;

export interface SchemaBook {
  /** @param io whether it is taken or given: a field with a default may be left out of what is taken alone */
  schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json;
  /** All that have a name, in the order of the names. */
  named(): Readonly<Record<string, Json>>;
}

export function schemaBook(): SchemaBook {
  const named = new Map<string, Json>();
  const keep = (name: string, schema: Json): void => {
    const other = named.get(name);
    if (other !== undefined && JSON.stringify(other) !== JSON.stringify(schema))
      throw new Error(`Two schemas have the name ${name}: what is taken is not what is given. Name one of them only.`);
    named.set(name, schema);
  };
  return {
    schemaOf(schema, io) {
      const { $schema: _, $defs = {}, ...own } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
      for (const [name, one] of Object.entries($defs)) keep(name, pointed(one));
      return pointed(own);
    },
    named: () => Object.fromEntries([...named].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** With its references leading to where the document has the schemas. */
function pointed(schema: object): Json {
  const text = JSON.stringify(schema, (key, value) =>
    key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', '#/components/schemas/') : value,
  );
  return JSON.parse(text);
}
