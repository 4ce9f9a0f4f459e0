// node tools/schemas/write.mjs (npm run schemas): writes static/schema/*.schema.json from the schemas of src/lib/core.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runnerImport } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
const target = path.join(root, 'static/schema');

const { module } = await runnerImport(path.join(root, 'tools/schemas/published.ts'), { configFile: false, root });
await mkdir(target, { recursive: true });
for (const [name, text] of Object.entries(module.publishedSchemas())) {
  await writeFile(path.join(target, name), text);
  console.log(`static/schema/${name}`);
}
