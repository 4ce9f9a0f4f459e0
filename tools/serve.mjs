// npm start, and the server of the tests: a folder over plain HTTP, with nothing but Node.
//
//   node tools/serve.mjs [FOLDER] [--port N] [--host NAME] [--base /sub/] [--headers] [--build]
//
// Without --headers it is the poorest host there is (no isolation, no policy), because the app must work there too.
// With it the rules of FOLDER/_headers are sent, as Netlify and Cloudflare Pages would. --build makes build/ first
// where a source is newer.
import { createReadStream, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

/** @type {Readonly<Record<string, string>>} */
const MIME = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp4': 'video/mp4',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.wav': 'audio/wav',
  '.webm': 'video/webm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/**
 * The rules of a `_headers` file: a path (a `*` at its end stands for anything) and, indented below it, its headers.
 *
 * @param {string} text
 * @returns {{ path: string, headers: [string, string][] }[]}
 */
export function parseHeaderRules(text) {
  /** @type {{ path: string, headers: [string, string][] }[]} */
  const rules = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    if (!/^\s/.test(line)) rules.push({ path: line.trim(), headers: [] });
    else {
      const colon = line.indexOf(':');
      rules.at(-1)?.headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
    }
  }
  return rules;
}

/** @param {string} rulePath @param {string} address */
function matches(rulePath, address) {
  return rulePath.endsWith('*') ? address.startsWith(rulePath.slice(0, -1)) : rulePath === address;
}

/**
 * One range of a `Range` header.
 *
 * @param {string | undefined} header
 * @param {number} size
 * @returns {{ start: number, end: number } | 'unsatisfiable' | undefined} `end` included; undefined = the whole file
 */
export function rangeOf(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1);
  return start > end || start >= size ? 'unsatisfiable' : { start, end };
}

/**
 * The file behind an address.
 *
 * @param {string} root
 * @param {string} address path below the base, with its slash
 * @returns {Promise<{ file: string, size: number, modified: number } | { redirect: true } | undefined>}
 */
async function find(root, address) {
  const place = path.join(root, path.normalize(address));
  if (place !== root && !place.startsWith(root + path.sep)) return undefined;
  const info = await stat(place).catch(() => undefined);
  if (info?.isFile()) return { file: place, size: info.size, modified: info.mtimeMs };
  if (!info?.isDirectory()) return undefined;
  if (!address.endsWith('/')) return { redirect: true };
  const index = path.join(place, 'index.html');
  const page = await stat(index).catch(() => undefined);
  return page?.isFile() ? { file: index, size: page.size, modified: page.mtimeMs } : undefined;
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {{ file: string, size: number, modified: number }} found
 * @param {number} status
 */
function send(request, response, found, status) {
  const { file, size, modified } = found;
  const tag = `"${size.toString(36)}-${Math.round(modified).toString(36)}"`;
  response.setHeader('Content-Type', MIME[path.extname(file)] ?? 'application/octet-stream');
  response.setHeader('ETag', tag);
  // Always asked again: a page of yesterday's build is worse than a 304.
  response.setHeader('Cache-Control', 'no-cache');
  response.setHeader('Accept-Ranges', 'bytes');
  if (status === 200 && request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return;
  }
  const range = status === 200 ? rangeOf(request.headers.range, size) : undefined;
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'Content-Range': `bytes */${size}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.setHeader('Content-Length', end - start + 1);
  if (range) response.setHeader('Content-Range', `bytes ${start}-${end}/${size}`);
  response.writeHead(range ? 206 : status);
  if (request.method === 'HEAD' || size === 0) {
    response.end();
    return;
  }
  const stream = createReadStream(file, { start, end });
  stream.on('error', () => response.destroy());
  response.on('close', () => stream.destroy());
  stream.pipe(response);
}

/**
 * Serves a folder.
 *
 * @param {string} folder
 * @param {{ port?: number, host?: string, base?: string, headers?: boolean }} [options] port 0 takes a free one;
 *   `base` is the sub-folder to serve it under; `headers` sends the rules of `_headers`
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>} `url` ends with a slash
 */
export async function serveFolder(folder, { port = 0, host = '127.0.0.1', base = '/', headers = false } = {}) {
  const root = path.resolve(folder);
  const prefix = `/${base}/`.replaceAll(/\/+/g, '/');
  const rules = headers ? parseHeaderRules(readFileSync(path.join(root, '_headers'), 'utf8')) : [];

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response @param {string} below */
  const answerFrom = async (request, response, below) => {
    for (const rule of rules) {
      if (matches(rule.path, below)) for (const [name, value] of rule.headers) response.setHeader(name, value);
    }
    const found = await find(root, below);
    if (found && 'redirect' in found) {
      const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
      response.writeHead(301, { Location: `${pathname}/${search}` }).end();
    } else if (found) send(request, response, found, 200);
    else {
      const missing = await find(root, '/404.html');
      if (missing && 'file' in missing) send(request, response, missing, 404);
      else response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found');
    }
  };

  /** @param {import('node:http').IncomingMessage} request @param {import('node:http').ServerResponse} response */
  const answer = async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    const address = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/');
    if (`${address}/` === prefix) response.writeHead(301, { Location: prefix }).end();
    else if (address.startsWith(prefix) && !address.includes('\0')) {
      await answerFrom(request, response, address.slice(prefix.length - 1));
    } else response.writeHead(404, { 'Content-Type': 'text/plain' }).end('not found');
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      // A name that can't be decoded is the asker's mistake; anything else is ours.
      if (!response.headersSent) response.writeHead(error instanceof URIError ? 400 : 500);
      response.end();
    });
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(undefined));
  });
  const given = server.address();
  const bound = typeof given === 'object' && given ? given.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}${prefix}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined));
        server.closeAllConnections();
      }),
  };
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '4173' },
      host: { type: 'string', default: '127.0.0.1' },
      base: { type: 'string', default: '/' },
      headers: { type: 'boolean', default: false },
      build: { type: 'boolean', default: false },
    },
  });
  const folder = positionals[0] ?? path.resolve(import.meta.dirname, '../build');
  if (values.build) (await import('./built-app.mjs')).builtApp();
  const { base, headers, host } = values;
  const server = await serveFolder(folder, { port: Number(values.port), host, base, headers });
  console.log(`Viva is at ${server.url} (Ctrl+C ends it).`);
}

if (import.meta.filename === process.argv[1]) {
  main().catch((error) => {
    const { code } = error;
    if (code === 'EADDRINUSE') console.error('That port is taken: choose another with --port N.');
    else console.error(code === 'ENOENT' ? `${error.path}: no such file (build the app first: --build)` : error);
    process.exit(1);
  });
}
