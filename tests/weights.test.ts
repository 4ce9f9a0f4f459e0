import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { download } from '$lib/assets/download.ts';
import { openWeights } from '$lib/engines/weights.ts';
import { SHARD_BYTES, piecesOf, weightsManifestSchema } from '$lib/core/weights.ts';
import { rangeOf } from '../tools/serve.mjs';
import { emitModels } from '../tools/vite/models.ts';

const hash = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const large = randomBytes(SHARD_BYTES + 100_000);
const small = Buffer.from('{"layers": 6}');

/** A host with moods: `trouble` may answer in a file's stead, and says so. */
type Trouble = (address: string, response: ServerResponse, content: Buffer) => boolean;
let source: string;
let built: string;
let server: Server;
let assets: string;
let asked: { address: string; range: string | undefined }[];
let trouble: Trouble;

async function answer(request: IncomingMessage, response: ServerResponse) {
  const address = request.url ?? '/';
  asked.push({ address, range: request.headers.range });
  const content = await readFile(path.join(built, address)).catch(() => undefined);
  if (!content) {
    response.writeHead(404).end();
    return;
  }
  if (trouble(address, response, content)) return;
  const range = rangeOf(request.headers.range, content.length);
  if (range === undefined) response.writeHead(200, { 'Content-Length': content.length }).end(content);
  else if (range === 'unsatisfiable') response.writeHead(416).end();
  else {
    const { start, end } = range;
    response.writeHead(206, { 'Content-Range': `bytes ${start}-${end}/${content.length}` });
    response.end(content.subarray(start, end + 1));
  }
}

/** Trouble of one kind, for the first `times` requests of an address that ends so. */
function atFirst(times: number, ending: string, act: (response: ServerResponse, content: Buffer) => void): Trouble {
  let left = times;
  return (address, response, content) => {
    if (!address.endsWith(ending) || left === 0) return false;
    left -= 1;
    act(response, content);
    return true;
  };
}

const cutAfter = (bytes: number) => (response: ServerResponse, content: Buffer) => {
  response.writeHead(200, { 'Content-Length': content.length });
  response.write(content.subarray(0, bytes), () => setTimeout(() => response.socket?.end(), 200));
};

function flipped(content: Buffer) {
  const copy = Buffer.from(content);
  copy[5] = copy[5]! ^ 1;
  return copy;
}

beforeAll(async () => {
  source = await mkdtemp(path.join(os.tmpdir(), 'viva-models-'));
  await mkdir(path.join(source, 'ear/onnx'), { recursive: true });
  await writeFile(path.join(source, 'ear/onnx/model.onnx'), large);
  await writeFile(path.join(source, 'ear/config.json'), small);
  const files = [
    { file: 'ear/onnx/model.onnx', bytes: large.length, sha256: hash(large) },
    { file: 'ear/config.json', bytes: small.length, sha256: hash(small) },
  ];
  const models = { ear: { title: 'Ear', licence: 'MIT', source: 'made here', files } };
  await writeFile(path.join(source, 'manifest.json'), JSON.stringify({ type: 'viva/models', version: 1, models }));
  return () => rm(source, { recursive: true });
});

beforeEach(async () => {
  built = await mkdtemp(path.join(os.tmpdir(), 'viva-built-'));
  await emitModels(source, path.join(built, 'models'));
  asked = [];
  trouble = () => false;
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  assets = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(built, { recursive: true });
});

const openLarge = async (signal?: AbortSignal) => {
  const seen: number[] = [];
  const weights = await openWeights(assets);
  const model = await weights.open('ear', (done, total) => seen.push(done / total), signal);
  return { content: await model.bytes('onnx/model.onnx'), seen, model };
};

describe('the build', () => {
  it('cuts large files into shards of at most 20 MiB and keeps their hashes', async () => {
    const manifest = weightsManifestSchema.parse(
      JSON.parse(await readFile(path.join(built, 'models/manifest.json'), 'utf8')),
    );
    const [model, config] = manifest.models.ear!.files;
    expect(model).toMatchObject({ bytes: large.length, sha256: hash(large), shards: 2 });
    expect(config).not.toHaveProperty('shards');
    const parts = await Promise.all(piecesOf(model!)!.map(({ file }) => readFile(path.join(built, 'models', file))));
    expect(parts.map(({ length }) => length)).toEqual([SHARD_BYTES, 100_000]);
    expect(Buffer.concat(parts).equals(large)).toBe(true);
  });

  it('refuses weights that are not those of the manifest', async () => {
    await writeFile(path.join(source, 'ear/config.json'), '{"layers": 7}');
    await expect(emitModels(source, path.join(built, 'again'))).rejects.toThrow('ear/config.json');
    await writeFile(path.join(source, 'ear/config.json'), small);
  });

  it('is not believed when its manifest contradicts itself', () => {
    const entry = { file: 'a', bytes: large.length, sha256: hash(large), shards: 2 };
    expect(piecesOf(entry)).toBeUndefined();
    expect(piecesOf({ ...entry, shardSha256: [entry.sha256] })).toBeUndefined();
    expect(piecesOf({ ...entry, shards: 3, shardSha256: Array<string>(3).fill(entry.sha256) })).toBeUndefined();
  });
});

describe('weights without Cache Storage', () => {
  it('fetches nothing before a file is asked for, then puts the shards together', async () => {
    const weights = await openWeights(assets);
    const model = await weights.open('ear');
    expect(asked.map(({ address }) => address)).toEqual(['/models/manifest.json']);
    const content = await model.bytes('onnx/model.onnx');
    expect(Buffer.from(content).equals(large)).toBe(true);
    expect(await model.json('config.json')).toEqual({ layers: 6 });
    expect(weights.hashes('ear')).toEqual({
      'ear/onnx/model.onnx': hash(large),
      'ear/config.json': hash(small),
    });
  });

  it('tells bytes that only grow, up to all of them', async () => {
    const { seen, model } = await openLarge();
    await model.json('config.json');
    await model.json('config.json');
    expect(seen.length).toBeGreaterThan(10);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    expect(seen.at(-1)).toBe(1);
  });

  it('goes on where a broken connection left off', async () => {
    trouble = atFirst(1, '.part0', cutAfter(5_000_000));
    const { content, seen } = await openLarge();
    expect(Buffer.from(content).equals(large)).toBe(true);
    const ranges = asked.filter(({ address }) => address.endsWith('.part0')).map(({ range }) => range);
    expect(ranges).toHaveLength(2);
    expect(ranges[0]).toBeUndefined();
    expect(Number(/^bytes=(\d+)-$/.exec(ranges[1] ?? '')?.[1])).toBeGreaterThan(0);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  });

  it('starts a piece again where the host knows no ranges', async () => {
    let requests = 0;
    trouble = (address, response, content) => {
      if (!address.endsWith('.part1')) return false;
      requests += 1;
      if (requests === 1) cutAfter(50_000)(response, content);
      else response.writeHead(200).end(content);
      return true;
    };
    expect(Buffer.from((await openLarge()).content).equals(large)).toBe(true);
    expect(requests).toBe(2);
  });

  it('fetches a damaged shard once more, and only it', async () => {
    trouble = atFirst(1, '.part1', (response, content) => response.writeHead(200).end(flipped(content)));
    expect(Buffer.from((await openLarge()).content).equals(large)).toBe(true);
    expect(asked.map(({ address }) => path.basename(address)).filter((name) => name.includes('.part'))).toEqual([
      'model.onnx.part0',
      'model.onnx.part1',
      'model.onnx.part1',
    ]);
  });

  it('says model-damaged when it stays damaged, and works again once the host is mended', async () => {
    trouble = (address, response, content) => {
      if (!address.endsWith('.part0')) return false;
      response.writeHead(200).end(flipped(content));
      return true;
    };
    const weights = await openWeights(assets);
    const model = await weights.open('ear');
    await expect(model.bytes('onnx/model.onnx')).rejects.toMatchObject({ code: 'model-damaged' });
    trouble = () => false;
    expect(Buffer.from(await model.bytes('onnx/model.onnx')).equals(large)).toBe(true);
  });

  it('says model-damaged when the host sends more than the manifest allows', async () => {
    trouble = atFirst(9, '.part1', (response, content) => response.writeHead(200).end(Buffer.concat([content, small])));
    await expect(openLarge()).rejects.toMatchObject({ code: 'model-damaged' });
  });

  it('says model-missing for what is not there, at once, and works when it is', async () => {
    const place = path.join(built, 'models/ear/onnx/model.onnx.part1');
    await rm(place);
    await expect(openLarge()).rejects.toMatchObject({ code: 'model-missing' });
    expect(asked.filter(({ address }) => address.endsWith('.part1'))).toHaveLength(1);
    await writeFile(place, large.subarray(SHARD_BYTES));
    expect((await openLarge()).content).toHaveLength(large.length);
  });

  it('takes the start page in the place of a file for a missing file', async () => {
    trouble = atFirst(9, 'config.json', (response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>'),
    );
    const model = await (await openWeights(assets)).open('ear');
    await expect(model.json('config.json')).rejects.toMatchObject({ code: 'model-missing' });
  });

  it('says model-missing or model-damaged for a manifest that it cannot use, and asks for it again the next time', async () => {
    trouble = atFirst(1, 'manifest.json', (response) => response.writeHead(500).end());
    await expect(openWeights(assets)).rejects.toMatchObject({ code: 'model-missing' });
    trouble = atFirst(1, 'manifest.json', (response) => response.end('<h1>start page</h1>'));
    await expect(openWeights(assets)).rejects.toMatchObject({ code: 'model-damaged' });
    trouble = atFirst(1, 'manifest.json', (response) => response.end('{"type": "other"}'));
    await expect(openWeights(assets)).rejects.toMatchObject({ code: 'model-damaged' });
    expect(await (await (await openWeights(assets)).open('ear')).json('config.json')).toEqual({ layers: 6 });
  });

  it('names unknown models and files', async () => {
    const weights = await openWeights(assets);
    await expect(weights.open('nose')).rejects.toMatchObject({ code: 'model-unknown' });
    const model = await weights.open('ear');
    await expect(model.bytes('other.onnx')).rejects.toMatchObject({ code: 'model-unknown' });
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    trouble = atFirst(9, '.part0', (response, content) => {
      response.writeHead(200);
      response.write(content.subarray(0, 1000));
      setTimeout(() => {
        controller.abort();
      }, 20);
    });
    await expect(openLarge(controller.signal)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a download', () => {
  const piece = { file: 'config.json', start: 0, bytes: small.length, sha256: hash(small) };
  const fetchPiece = (options: { waitsMs: number[]; stallMs?: number }) => {
    const target = new Uint8Array(small.length);
    const codes = { missing: 'model-missing', damaged: 'model-damaged' } as const;
    return download(`${assets}models/ear/config.json`, piece, target, { ...options, codes }).then(() => target);
  };

  it('gives up after its tries, with model-missing', async () => {
    trouble = atFirst(99, 'config.json', (response) => response.writeHead(503).end());
    await expect(fetchPiece({ waitsMs: [1, 1] })).rejects.toMatchObject({ code: 'model-missing' });
    expect(asked).toHaveLength(3);
  });

  it('counts its tries anew when bytes came', async () => {
    let sent = 0;
    trouble = (_address, response, content) => {
      // One byte a connection, so that there are many more connections than tries.
      response.writeHead(sent === 0 ? 200 : 206, {
        'Content-Range': `bytes ${sent}-${content.length - 1}/${content.length}`,
        'Content-Length': content.length - sent,
      });
      response.write(content.subarray(sent, sent + 1), () => setTimeout(() => response.socket?.end(), 200));
      sent += 1;
      return true;
    };
    expect(Buffer.from(await fetchPiece({ waitsMs: [1] })).equals(small)).toBe(true);
    expect(asked.length).toBeGreaterThanOrEqual(small.length);
  });

  it('leaves a connection that brings nothing', async () => {
    trouble = atFirst(1, 'config.json', (response) => {
      response.writeHead(200).flushHeaders();
    });
    expect(Buffer.from(await fetchPiece({ waitsMs: [1], stallMs: 200 })).equals(small)).toBe(true);
  });

  it('refuses a range that it did not ask for', async () => {
    let requests = 0;
    trouble = (_address, response, content) => {
      requests += 1;
      if (requests === 1) cutAfter(3)(response, content);
      else if (requests === 2) {
        response.writeHead(206, { 'Content-Range': `bytes 0-${content.length - 1}/${content.length}` }).end(content);
      } else return false;
      return true;
    };
    expect(Buffer.from(await fetchPiece({ waitsMs: [1, 1] })).equals(small)).toBe(true);
    expect(asked.map(({ range }) => range)).toEqual([undefined, 'bytes=3-', undefined]);
  });
});
