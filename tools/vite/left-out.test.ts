import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { leftOut } from './left-out.ts';

const root = path.resolve(import.meta.dirname, '../..');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'viva-left-out-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** All that a build of registry and words holds under a policy, as text. */
async function builtUnder(off: readonly string[]): Promise<string> {
  const policy = path.join(folder, 'policy.json');
  await writeFile(policy, JSON.stringify({ type: 'viva/policy', version: 1, id: 'host', off }));
  const entry = path.join(folder, 'entry.ts');
  await writeFile(
    entry,
    `import { registry } from '$lib/analysers/registry.ts';
     import { loadCatalog } from '$lib/engines/report/words.ts';
     globalThis.kept = [registry, loadCatalog];`,
  );
  const output = (await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [leftOut(policy)],
    resolve: { alias: { $lib: path.join(root, 'src/lib'), $content: path.join(root, 'src/content') } },
    build: { write: false, minify: false, lib: { entry, formats: ['es'] } },
  })) as Rolldown.RolldownOutput[];
  return output
    .flatMap((one) => one.output)
    .map((part) => `${part.fileName}\n${part.type === 'chunk' ? part.code : String(part.source)}`)
    .join('\n');
}

/** What only the emotion analyser and its English words have. */
const TRACES = ['emotion.unclearShare', 'BASIC_EXPRESSIONS', 'MOST_CONFIDENCE', 'Resembled happiness'];

it.each([[['emotion']], [['voice', 'emotion']]])(
  'nothing of emotion is in a build under a policy with %j off',
  async (off) => {
    const text = await builtUnder(off);
    expect(TRACES.filter((trace) => text.includes(trace))).toEqual([]);
    expect(text).toContain('expression.smileShare');
  },
  60_000,
);

it('it is in one whose policy allows it', async () => {
  const text = await builtUnder(['voice']);
  expect(TRACES.filter((trace) => !text.includes(trace))).toEqual([]);
}, 60_000);
