// npm run bench -- --ear: what the ear's passes over a clip cost, as a share of its length, beside transformers.js' own
// pipeline with the same weights. Both in workers of one page of our own origin, in turn, so that what else the machine
// does weighs on both.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { build, defaultClientConditions } from 'vite';
import { QUIET_FLAGS } from '../app-page.mjs';
import { ensureBrowser } from '../browser.mjs';
import { builtApp } from '../built-app.mjs';
import { serveFolder } from '../serve.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const media = path.resolve(root, '../shared/media');
/** Read and spontaneous English. What a window holds, so that neither side has to cut: 28 s. */
const CLIPS = ['E_speakers/libri_one_speaker.flac', 'D_disfluent/mfa_acoustic_corpus.flac'];
const FIXTURE = path.join(root, 'tests/fixtures/speech.wav');
const MOST_SECONDS = 28;
const EARS = /** @type {const} */ ([
  { engine: 'ours', threads: 1 },
  { engine: 'pipeline', threads: 1 },
  { engine: 'ours', threads: 2 },
  { engine: 'pipeline', threads: 2 },
]);

/** @typedef {{ first: number, verbatim?: number, words: number }} Heard */
/** @typedef {{ name: string, seconds: number, ears: readonly { engine: string, threads: number }[], heard: Heard[][] }} Clip */

/**
 * The usual weights as transformers.js wants them, made of ours by models/build/whisper_hub_layout.py. It needs Python
 * with onnx from PyPI: both come into .cache, once.
 */
function hubLayout() {
  const folder = path.join(root, '.cache/bench/hub/whisper-base');
  if (existsSync(path.join(folder, 'onnx/decoder_model_merged_quantized.onnx'))) return folder;
  const python = path.join(root, '.cache/bench/python');
  const run = (/** @type {string} */ command, /** @type {string[]} */ ...args) =>
    execFileSync(command, args, { stdio: ['ignore', 2, 2] });
  if (!existsSync(python)) run('python3', '-m', 'venv', python);
  run(path.join(python, 'bin/pip'), 'install', '-q', 'onnx==1.23.2', 'numpy');
  const script = path.join(root, 'models/build/whisper_hub_layout.py');
  run(path.join(python, 'bin/python'), script, path.join(root, 'models/whisper-base'), folder, 'q8');
  return folder;
}

/** Those that can be heard here: without Python the other loop has no weights. */
function earsHere() {
  try {
    return { ears: EARS, hub: hubLayout() };
  } catch (thrown) {
    console.error('The weights in the layout of the hub could not be made:', thrown);
    return { ears: EARS.filter(({ engine }) => engine === 'ours'), hub: undefined };
  }
}

/**
 * A site with the bench's own page, and the built app's weights and engines below it.
 *
 * @param {string} folder
 * @param {string | undefined} hub
 */
async function makeSite(folder, hub) {
  const app = builtApp();
  await build({
    ...{ configFile: false, logLevel: 'warn', base: './', root: path.join(import.meta.dirname, 'ear') },
    resolve: {
      alias: { $lib: path.join(root, 'src/lib'), $content: path.join(root, 'src/content') },
      conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions],
    },
    define: { VIVA_VERSION: JSON.stringify('bench') },
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, target: 'esnext' },
  });
  for (const name of ['models', 'vendor', '_headers']) await symlink(path.join(app, name), path.join(folder, name));
  if (hub === undefined) return;
  await mkdir(path.join(folder, 'hub'));
  await symlink(hub, path.join(folder, 'hub/whisper-base'));
}

/** @param {string} source @param {string} target @returns seconds of it */
async function clipOf(source, target) {
  const how = ['-ac', '1', '-ar', '16000', '-t', String(MOST_SECONDS), '-map_metadata', '-1', '-flags', 'bitexact'];
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', source, ...how, '-fflags', 'bitexact', target]);
  return ((await readFile(target)).length - 44) / 2 / 16_000;
}

/** @param {number} rounds @returns {Promise<Clip[]>} */
export async function benchEar(rounds) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'viva-bench-ear-'));
  const site = path.join(folder, 'site');
  const { ears, hub } = earsHere();
  await makeSite(site, hub);
  const server = await serveFolder(site, { headers: true });
  const browser = await chromium.launch({ executablePath: ensureBrowser() || undefined, args: QUIET_FLAGS });
  try {
    const sources = existsSync(media) ? CLIPS.map((name) => path.join(media, name)) : [FIXTURE];
    const clips = [];
    for (const [index, source] of sources.entries()) {
      const seconds = await clipOf(source, path.join(site, `${index}.wav`));
      const page = await browser.newPage();
      page.on('pageerror', (error) => console.error(error));
      await page.goto(server.url);
      const heard = await page.evaluate(
        // @ts-expect-error the page puts this there
        ([address, ears, times]) => window.vivaEar(address, 'en', ears, times),
        [`${index}.wav`, ears, rounds],
      );
      await page.close();
      const clip = { name: path.basename(source), seconds, ears, heard };
      clips.push(clip);
      console.error(rowsOf(clip).join('\n'));
    }
    return clips;
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  }
}

/** @param {number[]} values */
function middle(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}

/** @param {Clip} clip */
function rowsOf({ name, seconds, ears, heard }) {
  return ears.map(({ engine, threads }, index) => {
    const times = heard[index] ?? [];
    const share = (/** @type {number[]} */ all) => {
      const [low, high] = [Math.min(...all), Math.max(...all)].map((one) => (one / seconds).toFixed(3));
      return `${(middle(all) / seconds).toFixed(3)} (${low}–${high})`;
    };
    const first = middle(times.map((one) => one.first));
    const verbatim = times.flatMap((one) => one.verbatim ?? []);
    const beside = verbatim.length === 0 ? '–' : `${share(verbatim)}, ${(middle(verbatim) / first).toFixed(2)} ×`;
    const other = ears.findIndex((one) => one.engine !== engine && one.threads === threads);
    const against = middle((heard[other] ?? []).map((one) => one.first)) / first;
    const who = engine === 'ours' ? 'Viva' : 'transformers.js pipeline';
    const aim = engine === 'ours' ? `≤ ${threads === 1 ? '0.13' : '0.08'}` : '–';
    const ratio = engine === 'ours' && other >= 0 ? `${against.toFixed(1)} ×` : '–';
    return `| ${name}, ${seconds.toFixed(1)} s | ${who} | ${threads} | ${times[0]?.words ?? 0} | ${aim} | ${share(times.map((one) => one.first))} | ${beside} | ${ratio} |`;
  });
}

/** @param {Clip[]} clips @param {{ rounds: number, machine: string }} how */
export function earSection(clips, { rounds, machine }) {
  return `## The ear

On ${machine}. Time that a pass over a clip takes, as a share of its length: middle (lowest–highest) of ${rounds} rounds in turn, forwards and
backwards, after one that isn't counted. Whisper base with the same int8 values on both sides, word times included, English
given; Viva's own loop over its two graphs, and \`pipeline('automatic-speech-recognition')\` of transformers.js with
\`return_timestamps: 'word'\` over the usual encoder and merged decoder, each in a worker of one page.
The verbatim pass (aim: at most half of the first) is what hears hesitations; it comes on top of the first.

| clip | who | threads | words | aim | first pass, word times | verbatim pass beside it | pipeline ÷ Viva |
| --- | --- | --- | --- | --- | --- | --- | --- |
${clips.flatMap(rowsOf).join('\n')}

Native faster-whisper base (int8, two threads) is quoted at 0.06, not measured here; of our graphs alone, on a quiet machine,
0.11 and 0.06 are quoted, of the pipeline 0.32 and 0.19.
`;
}

const HEADING = '## The ear';

/** Puts the section in the place of an older one, or behind everything. @param {string} file @param {string} section */
export async function writeEarSection(file, section) {
  const text = existsSync(file) ? await readFile(file, 'utf8') : '# Speed and memory\n';
  const from = text.indexOf(HEADING);
  const next = from < 0 ? -1 : text.indexOf('\n## ', from + 1);
  const before = (from < 0 ? text : text.slice(0, from)).trimEnd();
  const after = next < 0 ? '' : text.slice(next);
  await writeFile(file, `${before}\n\n${section}${after}`);
}
