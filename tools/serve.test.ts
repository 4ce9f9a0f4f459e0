import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseHeaderRules, rangeOf, serveFolder } from './serve.mjs';

let folder: string;
let server: Awaited<ReturnType<typeof serveFolder>>;
let strict: Awaited<ReturnType<typeof serveFolder>>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'viva-serve-'));
  await mkdir(path.join(folder, 'page'));
  await writeFile(path.join(folder, 'index.html'), '<h1>start</h1>');
  await writeFile(path.join(folder, 'page/index.html'), '<h1>page</h1>');
  await writeFile(path.join(folder, '404.html'), '<h1>missing</h1>');
  await writeFile(path.join(folder, 'engine.wasm'), '0123456789');
  await writeFile(path.join(folder, 'empty.js'), '');
  await writeFile(path.join(folder, '_headers'), '# one source\n/*\n  X-One: a: b\n/page/*\n  X-Two: 2\n');
  server = await serveFolder(folder, {});
  strict = await serveFolder(folder, { base: 'sub/app', headers: true });
});

afterAll(async () => {
  await Promise.all([server.close(), strict.close()]);
  await rm(folder, { recursive: true });
});

describe('a plain host', () => {
  it('sends files with their types, nothing more, and asks to revalidate', async () => {
    const page = await fetch(server.url);
    expect(await page.text()).toBe('<h1>start</h1>');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('cross-origin-opener-policy')).toBeNull();
    expect(page.headers.get('content-security-policy')).toBeNull();
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect((await fetch(`${server.url}engine.wasm`)).headers.get('content-type')).toBe('application/wasm');
    expect((await fetch(`${server.url}empty.js`)).headers.get('content-type')).toContain('text/javascript');
  });

  it('sends folders by their index page, and 404.html with its status', async () => {
    const page = await fetch(`${server.url}page?x=1`);
    expect(page.url).toBe(`${server.url}page/?x=1`);
    expect(await page.text()).toBe('<h1>page</h1>');
    const missing = await fetch(`${server.url}nowhere/`);
    expect(missing.status).toBe(404);
    expect(await missing.text()).toBe('<h1>missing</h1>');
  });

  it('sends ranges', async () => {
    const ask = (range: string) => fetch(`${server.url}engine.wasm`, { headers: { Range: range } });
    const middle = await ask('bytes=2-4');
    expect(middle.status).toBe(206);
    expect(middle.headers.get('content-range')).toBe('bytes 2-4/10');
    expect(await middle.text()).toBe('234');
    expect(await (await ask('bytes=7-')).text()).toBe('789');
    expect((await ask('bytes=10-')).status).toBe(416);
  });

  it('answers 304 to what is still the same', async () => {
    const first = await fetch(`${server.url}engine.wasm`);
    const tag = first.headers.get('etag') ?? '';
    await first.arrayBuffer();
    const again = await fetch(`${server.url}engine.wasm`, { headers: { 'If-None-Match': tag } });
    expect(again.status).toBe(304);
  });

  it('keeps to its folder', async () => {
    for (const name of ['%2e%2e/%2e%2e/etc/passwd', '..%2f..%2fetc/passwd', 'page/%2e%2e%5c..%5cetc', '%00']) {
      expect((await fetch(`${server.url}${name}`)).status).toBe(404);
    }
    expect((await fetch(`${server.url}%ff`)).status).toBe(400);
    expect((await fetch(server.url, { method: 'POST' })).status).toBe(405);
  });
});

describe('a host that reads _headers, in a sub-folder', () => {
  it('sends the rules that match', async () => {
    const page = await fetch(`${strict.url}page/`);
    expect(strict.url).toContain('/sub/app/');
    expect(page.headers.get('x-one')).toBe('a: b');
    expect(page.headers.get('x-two')).toBe('2');
    const start = await fetch(strict.url);
    expect(start.headers.get('x-one')).toBe('a: b');
    expect(start.headers.get('x-two')).toBeNull();
  });

  it('has nothing outside its sub-folder', async () => {
    expect((await fetch(new URL('/engine.wasm', strict.url))).status).toBe(404);
    expect((await fetch(strict.url.slice(0, -1))).url).toBe(strict.url);
  });
});

describe('the pieces', () => {
  it.each([
    [undefined, undefined],
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=5-1000', { start: 5, end: 99 }],
    ['bytes=50-40', 'unsatisfiable'],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=0-1,5-6', undefined],
    ['bytes=-', undefined],
  ])('reads the range %s', (header, expected) => {
    expect(rangeOf(header, 100)).toEqual(expected);
  });

  it('reads header rules', () => {
    expect(parseHeaderRules('/*\n  A: 1\n  B: x: y\n\n/b\n\tC: 3')).toEqual([
      {
        path: '/*',
        headers: [
          ['A', '1'],
          ['B', 'x: y'],
        ],
      },
      { path: '/b', headers: [['C', '3']] },
    ]);
  });
});
