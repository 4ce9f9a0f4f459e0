import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { weightsManifestSchema } from '../src/lib/core/weights.ts';
import { isSafeName } from './hub.mjs';
import { addModel, chooseFiles } from './models-add.mjs';
import { rangeOf } from './serve.mjs';

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const gitSha1 = (content: Buffer) =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');

const ID = 'someone/Whisper-Mini';
const encoder = randomBytes(300_000);
const CONTENTS: Record<string, Buffer> = {
  '.gitattributes': Buffer.from('*.onnx filter=lfs'),
  'README.md': Buffer.from('---\nlanguage: en\nlicense: apache-2.0\ntags:\n- audio\n---\n# Mini\n'),
  'config.json': Buffer.from('{"model_type": "whisper"}'),
  'tokenizer.json': Buffer.from('{"version": "1.0"}'),
  'merges.txt': Buffer.from('#version'),
  'onnx/encoder_model_quantized.onnx': encoder,
  'onnx/decoder_model_merged_quantized.onnx': randomBytes(200_000),
  'onnx/encoder_model.onnx': randomBytes(1000),
};
const isLfs = (name: string) => name.endsWith('.onnx');

type Entry = { type: string; path: string; size: number; oid: string; lfs?: { oid: string; size: number } };
const entryOf = (name: string, content: Buffer): Entry => ({
  type: 'file',
  path: name,
  size: content.length,
  oid: isLfs(name) ? '0'.repeat(40) : gitSha1(content),
  ...(isLfs(name) ? { lfs: { oid: sha256(content), size: content.length } } : {}),
});

/** A hub on this machine, with room for what goes wrong on the real one. */
type Hub = {
  entries: Entry[];
  contents: Record<string, Buffer>;
  /** Answers in the place of a file, and says so. */
  trouble: (name: string, response: ServerResponse, content: Buffer) => boolean;
  asked: { url: string; range: string | undefined }[];
  pageSize: number;
  /** Where the next page of the list is said to be. */
  pages: string;
};
let hub: Hub;
let server: Server;
let base: string;
let models: string;

function answer(request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', base);
  hub.asked.push({ url: url.pathname, range: request.headers.range });
  if (url.pathname === `/api/models/${ID}/tree/main` && url.searchParams.get('recursive') === '1') {
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const next = from + hub.pageSize;
    const more = next < hub.entries.length;
    const link = { Link: `<${hub.pages}${url.pathname}?recursive=1&cursor=${next}>; rel="next"` };
    response.writeHead(200, { 'Content-Type': 'application/json', ...(more ? link : {}) });
    response.end(JSON.stringify(hub.entries.slice(from, next)));
    return;
  }
  const name = decodeURIComponent(url.pathname).replace(`/${ID}/resolve/main/`, '');
  // Large files are on another address, as the hub's are on a CDN.
  const stored = hub.contents[name.replace('/cdn/', '')];
  if (!stored) response.writeHead(404).end();
  else if (isLfs(name) && !name.startsWith('/cdn/')) response.writeHead(302, { Location: `/cdn/${name}` }).end();
  else if (!hub.trouble(name.replace('/cdn/', ''), response, stored)) sendPart(request, response, stored);
}

function sendPart(request: IncomingMessage, response: ServerResponse, content: Buffer) {
  const range = rangeOf(request.headers.range, content.length);
  if (range === undefined) response.writeHead(200, { 'Content-Length': content.length }).end(content);
  else if (range === 'unsatisfiable') response.writeHead(416).end();
  else {
    response.writeHead(206, { 'Content-Range': `bytes ${range.start}-${range.end}/${content.length}` });
    response.end(content.subarray(range.start, range.end + 1));
  }
}

function breakOff(times: number, ending: string, after: number): Hub['trouble'] {
  let left = times;
  return (name, response, content) => {
    if (!name.endsWith(ending) || left === 0) return false;
    left -= 1;
    response.writeHead(200, { 'Content-Length': content.length });
    response.write(content.subarray(0, after), () => setTimeout(() => response.socket?.end(), 200));
    return true;
  };
}

beforeEach(async () => {
  hub = {
    entries: [
      { type: 'directory', path: 'onnx', size: 0, oid: 'a' },
      ...Object.entries(CONTENTS).map(([name, content]) => entryOf(name, content)),
    ],
    contents: { ...CONTENTS },
    trouble: () => false,
    asked: [],
    pageSize: 100,
    pages: '',
  };
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  models = await mkdtemp(path.join(os.tmpdir(), 'viva-host-'));
  const known = { title: 'VAD', licence: 'MIT', source: 'npm', files: [] };
  await writeFile(
    path.join(models, 'manifest.json'),
    JSON.stringify({ type: 'viva/models', version: 1, models: { vad: known } }),
  );
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(models, { recursive: true });
});

const add = (more: Partial<Parameters<typeof addModel>[0]> = {}) =>
  addModel({ id: ID, base, models, waitsMs: [1, 1], ...more });
const manifest = async () =>
  weightsManifestSchema.parse(JSON.parse(await readFile(path.join(models, 'manifest.json'), 'utf8')));
const filesThere = async () => {
  const names = await readdir(path.join(models, 'whisper-mini'), { recursive: true }).catch(() => []);
  return names.filter((name) => name.includes('.')).sort();
};

describe('models:add', () => {
  it('says of a model that writes what it is for', async () => {
    const config = Buffer.from('{"architectures": ["LlamaForCausalLM"], "model_type": "llama"}');
    hub.contents['config.json'] = config;
    hub.entries = hub.entries.map((entry) => (entry.path === 'config.json' ? entryOf('config.json', config) : entry));
    await add();
    expect((await manifest()).models['whisper-mini']?.task).toBe('text-generation');
  });

  it('brings configuration, tokenizer and int8 graphs, and says where they are from', async () => {
    await add();
    const { models: listed } = await manifest();
    expect(Object.keys(listed)).toEqual(['vad', 'whisper-mini']);
    expect(listed['whisper-mini']?.task).toBeUndefined();
    expect(listed['whisper-mini']).toMatchObject({ title: ID, licence: 'apache-2.0', source: `${base}/${ID}@main` });
    expect(listed['whisper-mini']!.files.map(({ file }) => file).sort()).toEqual([
      'whisper-mini/config.json',
      'whisper-mini/merges.txt',
      'whisper-mini/onnx/decoder_model_merged_quantized.onnx',
      'whisper-mini/onnx/encoder_model_quantized.onnx',
      'whisper-mini/tokenizer.json',
    ]);
    for (const { file, bytes, sha256: hash } of listed['whisper-mini']!.files) {
      const content = await readFile(path.join(models, file));
      expect(content.length).toBe(bytes);
      expect(sha256(content)).toBe(hash);
    }
    expect((await filesThere()).filter((name) => name.endsWith('.download'))).toEqual([]);
  });

  it('reads a list that comes in pages', async () => {
    hub.pageSize = 2;
    await add();
    expect((await manifest()).models['whisper-mini']!.files).toHaveLength(5);
  });

  it('takes other files and another name when told to', async () => {
    await add({ only: ['config.json', 'onnx/*_model.onnx'], name: 'mini', licence: 'MIT' });
    const { mini } = (await manifest()).models;
    expect(mini!.files.map(({ file }) => file)).toEqual(['mini/config.json', 'mini/onnx/encoder_model.onnx']);
    expect(mini!.licence).toBe('MIT');
  });

  it('goes on where a broken connection left off', async () => {
    hub.trouble = breakOff(1, 'encoder_model_quantized.onnx', 100_000);
    await add();
    const ranges = hub.asked
      .filter(({ url }) => url.startsWith('/cdn') && url.includes('encoder'))
      .map(({ range }) => range);
    expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    expect((await readFile(path.join(models, 'whisper-mini/onnx/encoder_model_quantized.onnx'))).equals(encoder)).toBe(
      true,
    );
  });

  it('goes on in a later run, and fetches nothing twice', async () => {
    hub.trouble = breakOff(1, 'encoder_model_quantized.onnx', 100_000);
    await expect(add({ waitsMs: [] })).rejects.toThrow('run the command again');
    expect(Object.keys((await manifest()).models)).toEqual(['vad']);
    hub.trouble = () => false;
    hub.asked = [];
    await add();
    const fetched = hub.asked.filter(({ url }) => url.includes('resolve') && !url.endsWith('README.md'));
    expect(fetched.map(({ url }) => path.basename(url))).not.toContain('config.json');
    const encoders = hub.asked.filter(({ url }) => url.startsWith('/cdn') && url.includes('encoder'));
    expect(encoders.map(({ range }) => range)).toEqual([expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
    hub.asked = [];
    await add();
    expect(hub.asked.filter(({ url }) => url.startsWith('/cdn'))).toEqual([]);
  });

  it.each(['onnx/encoder_model_quantized.onnx', 'config.json'])(
    'adds nothing when %s is not what the hub says it is',
    async (name) => {
      const wrong = Buffer.from(hub.contents[name]!);
      wrong[3] = wrong[3]! ^ 1;
      hub.contents[name] = wrong;
      await expect(add()).rejects.toThrow(`${name}: twice not the file`);
      expect(Object.keys((await manifest()).models)).toEqual(['vad']);
      expect(await filesThere()).not.toContain(name);
    },
  );

  it('mends a file that arrived damaged once', async () => {
    let isFirst = true;
    hub.trouble = (name, response, content) => {
      if (!name.endsWith('tokenizer.json') || !isFirst) return false;
      isFirst = false;
      response.end(Buffer.alloc(content.length));
      return true;
    };
    await add();
    expect(await readFile(path.join(models, 'whisper-mini/tokenizer.json'), 'utf8')).toBe('{"version": "1.0"}');
  });

  it.each(['../evil.json', '/etc/evil.json', 'onnx/../../evil.json', 'a\\..\\evil.json', 'C:evil.json', 'a//b.json'])(
    'refuses the name %s, and everything with it',
    async (name) => {
      hub.entries.push(entryOf(name, Buffer.from('{}')));
      await expect(add()).rejects.toThrow('refused');
      expect(Object.keys((await manifest()).models)).toEqual(['vad']);
      expect(await readdir(models)).toEqual(['manifest.json']);
    },
  );

  it.each([
    [{ id: '../models' }, 'not a hub id'],
    [{ id: 'a/b/c' }, 'not a hub id'],
    [{ name: '..' }, 'not a name'],
    [{ name: 'build' }, 'not a name'],
    [{ name: 'vad' }, 'in the manifest already'],
    [{ base: 'file:///etc' }, 'not an address'],
    [{ id: 'someone/absent' }, 'HTTP 404'],
    [{ only: ['*.task'] }, 'no file matches'],
  ])('says what is wrong with %j', async (more, words) => {
    await expect(add(more)).rejects.toThrow(words);
    expect(Object.keys((await manifest()).models)).toEqual(['vad']);
  });

  it('refuses a model without graphs, a list without hashes, and a list of another host', async () => {
    hub.entries = hub.entries.filter(({ path: name }) => !isLfs(name));
    await expect(add()).rejects.toThrow('no .onnx graphs');
    hub.entries.push({ ...entryOf('a.onnx', encoder), lfs: { oid: 'abc', size: 3 } });
    await expect(add()).rejects.toThrow('no SHA-256');
    hub.pageSize = 1;
    hub.pages = 'http://127.0.0.1:1';
    await expect(add()).rejects.toThrow("another host's list");
  });

  it('replaces only when told to', async () => {
    await add({ name: 'vad', replace: true });
    expect((await manifest()).models.vad!.title).toBe(ID);
  });

  it('starts a manifest where there is none, and calls a licence unknown that nobody tells', async () => {
    await rm(path.join(models, 'manifest.json'));
    hub.entries = hub.entries.filter(({ path: name }) => name !== 'README.md');
    const told: string[] = [];
    await add({ log: (line) => told.push(line) });
    expect((await manifest()).models['whisper-mini']!.licence).toBe('unknown');
    expect(told.join('\n')).toContain('--licence');
  });

  it('leaves the manifest alone that it cannot read', async () => {
    await mkdir(path.join(models, 'x'), { recursive: true });
    await writeFile(path.join(models, 'manifest.json'), '{"type": "other"}');
    await expect(add()).rejects.toThrow("not Viva's manifest");
  });
});

describe('the pieces', () => {
  it.each(['config.json', 'onnx/model.onnx', 'a/b/c.bin', 'model.onnx_data', '.gitattributes'])('let %s in', (name) => {
    expect(isSafeName(name)).toBe(true);
  });

  it.each(['', '.', '..', 'a/..', './a', 'a/', '/a', 'a\0b', 'a\nb', 'a:b', 'a ', 'a.', 'x'.repeat(501)])(
    'refuse %j',
    (name) => {
      expect(isSafeName(name)).toBe(false);
    },
  );

  it('take all graphs where there are no int8 ones, with their data', () => {
    const file = (name: string) => ({ path: name, size: 1, sha256: undefined, gitSha1: undefined });
    const names = (only: string[]) =>
      chooseFiles(['model.onnx', 'model.onnx_data', 'model.safetensors', 'config.json', 'a.b*c'].map(file), only).map(
        (one: { path: string }) => one.path,
      );
    expect(names([])).toEqual(['model.onnx', 'model.onnx_data', 'config.json']);
    expect(names(['*.onnx'])).toEqual(['model.onnx']);
    expect(names(['a.b**'])).toEqual(['a.b*c']);
    expect(names(['aXb*'])).toEqual([]);
  });

  it('are those for WebGPU of a model that hears', () => {
    const files = ['encoder_model', 'encoder_model_quantized', 'decoder_model_merged', 'decoder_model_merged_q4'];
    const listed = [...files.map((name) => `onnx/${name}.onnx`), 'onnx/encoder_model.onnx_data', 'config.json'];
    const chosen = chooseFiles(
      listed.map((place) => ({ path: place, size: 1, sha256: undefined, gitSha1: undefined })),
      [],
    );
    expect(chosen.map((one: { path: string }) => one.path)).toEqual([
      ...['onnx/encoder_model.onnx', 'onnx/decoder_model_merged_q4.onnx'],
      ...['onnx/encoder_model.onnx_data', 'config.json'],
    ]);
  });
});
