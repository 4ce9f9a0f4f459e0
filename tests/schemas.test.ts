import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { publishedSchemas } from '../tools/schemas/published.ts';

const folder = path.resolve(import.meta.dirname, '../static/schema');
const schemas = publishedSchemas();

it('every published schema is there, and nothing else', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(schemas).sort());
});

describe.each(Object.entries(schemas))('%s', (name, text) => {
  it('is up to date (npm run schemas)', () => {
    expect(readFileSync(path.join(folder, name), 'utf8')).toBe(text);
  });

  it('is a JSON Schema that lets unknown fields through', () => {
    const schema = JSON.parse(text) as { $schema: string; title: string; additionalProperties?: unknown };
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.title).not.toBe('');
    expect(schema.additionalProperties).not.toBe(false);
  });
});
