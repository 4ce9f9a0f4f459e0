// node tools/known-vectors/write.mjs (npm run known-vectors): embeds the questions of
// src/lib/analysers/relevance/known-questions.json with models/minilm. Run it when they or the weights change.
import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { runnerImport } from 'vite';

const root = path.resolve(import.meta.dirname, '../..');
const target = path.join(root, 'src/lib/analysers/relevance/known-vectors.json');

await access(target).catch(() => writeFile(target, '{ "centre": "", "questions": {} }\n'));
const { module } = await runnerImport(path.join(root, 'tools/known-vectors/make.ts'), {
  configFile: false,
  root,
  resolve: { alias: { $lib: path.join(root, 'src/lib'), $content: path.join(root, 'src/content') } },
});
await writeFile(target, await module.knownVectors());
console.log(path.relative(root, target));
process.exit(0);
