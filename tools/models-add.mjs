// npm run models:add -- <hub id> [--base URL] [--revision REV] [--name KEY] [--only PATTERN …] [--licence NAME]
//                                [--models FOLDER] [--replace]
//
// A host's tool, never the page's: fetches a model's files from a hub that speaks Hugging Face's addresses, checks them
// and adds them to models/ and its manifest; the next build serves them. Plain JavaScript, because Node 20 runs no
// TypeScript and a host should need nothing but Node.
//
// Broken off, it goes on where it stopped when it is run again. Nothing is in the manifest before all of it is right.
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { fetchFile, findLicence, HubError, isSafeName, listFiles } from './hub.mjs';

const USAGE = `usage: npm run models:add -- <hub id> [--base URL] [--revision REV] [--name KEY] [--only PATTERN …] [--licence NAME] [--models FOLDER] [--replace]

  <hub id>      e.g. onnx-community/whisper-small
  --base        hub to fetch from (HF_ENDPOINT, or https://huggingface.co)
  --revision    branch, tag or commit (main)
  --name        folder and key in models/manifest.json (last part of the id)
  --only        files to take, * stands for anything: repeat it for several. Without it: configuration, tokenizer, and
                the graphs for WebGPU of a Whisper (encoder in fp32, decoder in 4 bits), else the int8 graphs
                (onnx/*_quantized.onnx), or all graphs where there are none
  --licence     where the hub doesn't tell it
  --models      folder with the manifest (models/); build/models works too, for a host without the sources
  --replace     when the name is taken
  A token for private models is read from HF_TOKEN.`;

/**
 * @typedef {import('./hub.mjs').HubFile} HubFile
 * @typedef {{ file: string, bytes: number, sha256: string }} ManifestFile
 * @typedef {{ title: string, licence: string, source: string, task?: 'text-generation', files: ManifestFile[] }} ManifestModel
 * @typedef {{ type: 'viva/models', version: 1, models: Record<string, ManifestModel> }} Manifest
 * @typedef {import('./hub.mjs').HubModel & { name: string, only: string[], licence: string | undefined, models: string,
 *   replace: boolean }} Options
 */

/** @param {string} pattern */
function matcher(pattern) {
  const escaped = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`);
}

const BESIDE = [/^[^/]+\.json$/, /^[^/]*(vocab|merges|tokenizer)[^/]*\.(txt|model)$/];
const INT8 = /^onnx\/.*_quantized\.onnx(_data.*)?$/;
/** What runs right on WebGPU of a model that hears: its encoder in fp32, its decoder in 4 bits. */
const HEARING = [/^onnx\/encoder_model\.onnx(_data.*)?$/, /^onnx\/decoder_model_merged_q4\.onnx(_data.*)?$/];
const GRAPH = /\.onnx(_data.*)?$/;

/**
 * Which of a model's files to take.
 *
 * @param {HubFile[]} files
 * @param {string[]} only
 * @returns {HubFile[]}
 */
export function chooseFiles(files, only) {
  if (only.length > 0) {
    const matchers = only.map(matcher);
    return files.filter((file) => matchers.some((one) => one.test(file.path)));
  }
  const isThere = (/** @type {RegExp} */ graph) => files.some((file) => graph.test(file.path));
  const graphs = HEARING.every(isThere) ? HEARING : [isThere(INT8) ? INT8 : GRAPH];
  return files.filter((file) => [...graphs, ...BESIDE].some((one) => one.test(file.path)));
}

/** @param {string} folder @returns {Promise<Manifest>} */
async function readManifest(folder) {
  const place = path.join(folder, 'manifest.json');
  const text = await readFile(place, 'utf8').catch(() => undefined);
  if (text === undefined) return { type: 'viva/models', version: 1, models: {} };
  const manifest = JSON.parse(text);
  if (manifest?.type !== 'viva/models' || manifest.version !== 1) throw new HubError(`${place}: not Viva's manifest`);
  return manifest;
}

/**
 * The options with their defaults, or a word about the one that is wrong.
 *
 * @param {Partial<Options> & { id: string }} given
 * @returns {Options}
 */
function completed(given) {
  const { id } = given;
  const name = given.name ?? (id.split('/').at(-1) ?? '').toLowerCase();
  const base = (given.base ?? process.env.HF_ENDPOINT ?? 'https://huggingface.co').replace(/\/+$/, '');
  if (!/^[\w.-]+(\/[\w.-]+)?$/.test(id) || !isSafeName(id)) throw new HubError(`${id}: not a hub id`);
  if (!/^[\w.-]+$/.test(name) || !isSafeName(name) || ['build', 'manifest.json'].includes(name)) {
    throw new HubError(`${name}: not a name for a model`);
  }
  if (!/^https?:\/\//.test(base)) throw new HubError(`${base}: not an address`);
  return {
    revision: 'main',
    only: [],
    licence: undefined,
    models: path.resolve(import.meta.dirname, '../models'),
    replace: false,
    log: () => {},
    waitsMs: [1_000, 4_000, 15_000],
    ...given,
    name,
    base,
  };
}

/**
 * The files to take of those that the hub lists.
 *
 * @param {HubFile[]} all
 * @param {Options} options
 */
function taken(all, { id, only, log }) {
  const chosen = chooseFiles(all, only).filter((file) => file.size > 0);
  if (chosen.length === 0) throw new HubError(`${id}: no file matches ${only.join(' ')}`);
  if (only.length === 0 && !chosen.some((file) => GRAPH.test(file.path))) {
    throw new HubError(`${id} has no .onnx graphs, which are what Viva can run`);
  }
  const left = all.filter((file) => !chosen.includes(file) && GRAPH.test(file.path));
  if (left.length > 0) log(`  left out (see --only): ${left.map((file) => file.path).join(', ')}`);
  return chosen;
}

/** Names of architectures that continue a text, as the hub's configurations have them. */
const WRITERS = /(ForCausalLM|LMHeadModel)$/;

/**
 * What the app may use a model for, from its configuration: one that writes may reword tips.
 *
 * @param {string} folder of the model
 * @returns {Promise<{ task?: 'text-generation' }>}
 */
async function taskOf(folder) {
  const text = await readFile(path.join(folder, 'config.json'), 'utf8').catch(() => '{}');
  const { architectures } = JSON.parse(text);
  return Array.isArray(architectures) && architectures.some((name) => WRITERS.test(name))
    ? { task: 'text-generation' }
    : {};
}

/**
 * Adds a model to a folder of weights and to its manifest.
 *
 * @param {Partial<Options> & { id: string }} given
 * @returns {Promise<ManifestModel>}
 * @throws HubError what is wrong, in words
 */
export async function addModel(given) {
  const options = completed(given);
  const { id, base, revision, name, models, log } = options;
  const source = `${base}/${id}@${revision}`;
  const known = (await readManifest(models)).models[name];
  if (known && known.source !== source && !options.replace) {
    throw new HubError(`${name} is in the manifest already, from ${known.source}: choose --name, or --replace it`);
  }

  log(`${id} at ${revision}, from ${base}`);
  const all = await listFiles(options);
  /** @type {ManifestFile[]} */
  const files = [];
  for (const file of taken(all, options)) {
    const sha256 = await fetchFile(file, path.join(models, name), options);
    files.push({ file: `${name}/${file.path}`, bytes: file.size, sha256 });
  }
  const licence = options.licence ?? (await findLicence(all, options));
  const model = { title: id, licence, source, ...(await taskOf(path.join(models, name))), files };
  // Read again: a download takes long, and another may have been added meanwhile.
  const fresh = await readManifest(models);
  fresh.models[name] = model;
  const place = path.join(models, 'manifest.json');
  await writeFile(`${place}.new`, `${JSON.stringify(fresh, null, 2)}\n`);
  await rename(`${place}.new`, place);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  log(`${name}: ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, licence ${licence}. Build the app to serve it.`);
  return model;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      base: { type: 'string' },
      revision: { type: 'string' },
      name: { type: 'string' },
      only: { type: 'string', multiple: true },
      licence: { type: 'string' },
      models: { type: 'string' },
      replace: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const { help, ...rest } = values;
  const [id] = positionals;
  if (help || !id || positionals.length > 1) throw new HubError(USAGE);
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  await addModel({ ...given, id, log: (line) => console.log(line) });
}

if (import.meta.filename === process.argv[1]) {
  main().catch((error) => {
    const isTheirs = error instanceof HubError || String(error.code).startsWith('ERR_PARSE_ARGS');
    console.error(isTheirs ? error.message : error);
    process.exit(1);
  });
}
