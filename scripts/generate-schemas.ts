import { pricesSchema } from '../src/config/prices.ts';
import { configSchema } from '../src/config/schema.ts';
import { fleetSchema } from '../src/fleet/schema.ts';
import type { CatalogueView } from '../src/runbook/catalogue-view.ts';
import { jsonSchema, runbookJsonSchema } from '../src/runbook/json-schema.ts';

/** The JSON Schemas that editors use for the files of an instance: path to content. */
export function generateSchemas(catalogue: CatalogueView): Readonly<Record<string, string>> {
  const print = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;
  return {
    'schema/config.schema.json': print(jsonSchema(configSchema)),
    'schema/prices.schema.json': print(jsonSchema(pricesSchema)),
    'schema/fleet.schema.json': print(jsonSchema(fleetSchema)),
    'schema/runbook.schema.json': print(runbookJsonSchema(catalogue)),
  };
}
