import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build, type Rolldown } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { leftOut, leftOutModels } from './left-out.ts';
import { emitModels } from './models.ts';

const root = path.resolve(import.meta.dirname, '../..');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'viva-left-out-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function policyWith(off: readonly string[]): Promise<string> {
  const policy = path.join(folder, 'policy.json');
  await writeFile(policy, JSON.stringify({ type: 'viva/policy', version: 1, id: 'host', off }));
  return policy;
}

/** All that a build of registry, words and the observers of pictures holds under a policy, as text. */
async function builtUnder(off: readonly string[]): Promise<string> {
  const policy = await policyWith(off);
  const entry = path.join(folder, 'entry.ts');
  await writeFile(
    entry,
    `import { registry } from '$lib/analysers/registry.ts';
     import { loadCatalog } from '$lib/engines/report/words.ts';
     const observers = import.meta.glob('$lib/analysers/*/observe.frames.ts');
     globalThis.kept = [registry, loadCatalog, observers];`,
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
const TRACES = [
  'emotion.unclearShare',
  'BASIC_EXPRESSIONS',
  'MOST_CONFIDENCE',
  'Resembled happiness',
  'expression-classifier',
  'mini_xception',
];

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

/** Everything that a build's folder of weights holds under a policy, names and manifest. */
async function weightsUnder(off: readonly string[]): Promise<string> {
  const target = await mkdtemp(path.join(folder, 'models-'));
  await mkdir(target, { recursive: true });
  await emitModels(path.join(root, 'models'), target, leftOutModels(await policyWith(off)));
  const names = await readdir(target, { recursive: true });
  return [...names, await readFile(path.join(target, 'manifest.json'), 'utf8')].join('\n');
}

it('its weights are in a build that allows it, and neither they nor their entry in one that does not', async () => {
  expect(await weightsUnder([])).toContain('expression-classifier/mini_xception.onnx');
  const without = await weightsUnder(['emotion']);
  expect(without).not.toMatch(/expression-classifier|xception/i);
  expect(without).toContain('face/face_landmarker.task');
}, 60_000);
