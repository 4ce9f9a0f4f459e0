// A hub of models that speaks Hugging Face's addresses: lists a model's files and fetches them, resumed and checked.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

/** What the person who runs this can mend. */
export class HubError extends Error {}

/** The connection broke, or the server had a bad moment: worth another try. */
class BrokenOff extends Error {}

/**
 * @typedef {{ path: string, size: number, sha256: string | undefined, gitSha1: string | undefined }} HubFile
 *   a file as the hub lists it; SHA-256 of large ones (LFS), git's hash of small ones
 * @typedef {{ id: string, base: string, revision: string, log: (line: string) => void, waitsMs: readonly number[] }} HubModel
 *   where a model is, whom to tell, and how long to wait before each further try
 */

/**
 * A name from the hub that may become a path here: relative, downward, plain.
 *
 * @param {string} name
 */
export function isSafeName(name) {
  if (name === '' || name.length > 500 || /[\\:*?"<>|]|\p{Cc}/u.test(name)) return false;
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && !/[. ]$/.test(part));
}

/** @param {string} base */
function headersFor(base) {
  const token = process.env.HF_TOKEN;
  // A token goes to the hub only over TLS, or to this machine; `fetch` drops it on the way to a CDN.
  const isSafe = base.startsWith('https:') || /^http:\/\/(localhost|127\.|\[::1\])/.test(base);
  return token && isSafe ? { Authorization: `Bearer ${token}` } : {};
}

/**
 * @template Result
 * @param {HubModel} options
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
async function retried({ waitsMs, log }, work) {
  for (let failures = 0; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      const wait = waitsMs[failures];
      if (!(error instanceof BrokenOff)) throw error;
      if (wait === undefined) throw new HubError(`${error.message}: given up; run the command again to go on`);
      log(`  ${error.message}, again in ${wait / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

/**
 * @param {string} url
 * @param {Record<string, string>} headers
 */
async function ask(url, headers) {
  const response = await fetch(url, { headers }).catch((error) => {
    throw new BrokenOff(`${url}: ${error.cause?.code ?? error.message}`);
  });
  if (response.status === 429 || response.status >= 500) throw new BrokenOff(`${url}: HTTP ${response.status}`);
  return response;
}

/** @param {string} id */
const addressOf = (id) => id.split('/').map(encodeURIComponent).join('/');

/**
 * All files of a model; the hub gives them in pages.
 *
 * @param {HubModel} options
 * @returns {Promise<HubFile[]>}
 */
export async function listFiles(options) {
  const { base, id, revision } = options;
  /** @type {HubFile[]} */
  const files = [];
  let next = `${base}/api/models/${addressOf(id)}/tree/${encodeURIComponent(revision)}?recursive=1`;
  while (next) {
    const response = await retried(options, () => ask(next, headersFor(base)));
    if (response.status === 401 || response.status === 403) {
      throw new HubError(`${id}: not open to all; put a token that may read it into HF_TOKEN`);
    }
    if (!response.ok) throw new HubError(`${id} at ${revision}: the hub says HTTP ${response.status}`);
    const entries = await response.json().catch(() => undefined);
    if (!Array.isArray(entries)) throw new HubError(`${next}: not a list of files`);
    for (const entry of entries) if (entry?.type === 'file') files.push(readEntry(entry));
    const link = /<([^>]+)>;\s*rel="next"/.exec(response.headers.get('Link') ?? '')?.[1];
    next = link ? new URL(link, next).href : '';
    if (next && new URL(next).origin !== new URL(base).origin) throw new HubError(`${next}: another host's list`);
  }
  return files;
}

/**
 * @param {{ path?: unknown, size?: unknown, oid?: unknown, lfs?: { oid?: unknown, size?: unknown } }} entry
 * @returns {HubFile}
 */
function readEntry({ path: name, size, oid, lfs }) {
  if (typeof name !== 'string' || !isSafeName(name)) {
    throw new HubError(`the hub names a file ${JSON.stringify(name)}, which is refused`);
  }
  const bytes = lfs?.size ?? size;
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0) {
    throw new HubError(`${name}: the hub gives no size`);
  }
  const hash = String(lfs?.oid ?? oid).replace(/^sha256:/, '');
  if (!lfs)
    return { path: name, size: bytes, sha256: undefined, gitSha1: /^[0-9a-f]{40}$/.test(hash) ? hash : undefined };
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new HubError(`${name}: the hub gives no SHA-256`);
  return { path: name, size: bytes, sha256: hash, gitSha1: undefined };
}

/**
 * Hashes a file as the manifest does, and as git does.
 *
 * @param {string} place
 * @param {number} bytes
 */
async function hashesOf(place, bytes) {
  const sha256 = createHash('sha256');
  const gitSha1 = createHash('sha1').update(`blob ${bytes}\0`);
  for await (const chunk of createReadStream(place)) {
    sha256.update(chunk);
    gitSha1.update(chunk);
  }
  return { sha256: sha256.digest('hex'), gitSha1: gitSha1.digest('hex') };
}

/**
 * The hash of a file that is what the hub says it is, or `undefined`.
 *
 * @param {string} place
 * @param {HubFile} file
 */
async function checked(place, file) {
  const info = await stat(place).catch(() => undefined);
  if (info?.size !== file.size) return undefined;
  const hashes = await hashesOf(place, info.size);
  if (file.sha256 !== undefined && hashes.sha256 !== file.sha256) return undefined;
  if (file.gitSha1 !== undefined && hashes.gitSha1 !== file.gitSha1) return undefined;
  return hashes.sha256;
}

/**
 * Writes a body piece by piece, so that what came before a broken connection is there for the next try.
 *
 * @param {Response} response
 * @param {string} part
 * @param {'a' | 'w'} flags
 */
async function write(response, part, flags) {
  const target = await open(part, flags);
  try {
    for await (const chunk of response.body ?? []) await target.write(chunk);
  } catch (error) {
    const { cause, code, message } = /** @type {any} */ (error);
    // A full disk isn't mended by another try.
    if (code === 'ENOSPC') throw error;
    throw new BrokenOff(`${response.url}: ${cause?.code ?? code ?? message}`);
  } finally {
    await target.close();
  }
}

/**
 * Fetches what is missing of a file that may be there in part.
 *
 * @param {string} url
 * @param {string} part
 * @param {HubFile} file
 * @param {Record<string, string>} headers
 */
async function fetchRest(url, part, file, headers) {
  const have = (await stat(part).catch(() => undefined))?.size ?? 0;
  if (have === file.size && have > 0) return;
  const isPartial = have > 0 && have < file.size;
  const response = await ask(url, isPartial ? { ...headers, Range: `bytes=${have}-` } : headers);
  const goesOn = response.status === 206 && response.headers.get('Content-Range')?.startsWith(`bytes ${have}-`);
  if (!response.ok) throw new HubError(`${url}: HTTP ${response.status}`);
  if (response.status === 206 && !goesOn) {
    await rm(part, { force: true });
    throw new BrokenOff(`${url}: another range than asked for`);
  }
  await write(response, part, goesOn ? 'a' : 'w');
  const size = (await stat(part)).size;
  if (size < file.size) throw new BrokenOff(`${url}: ended after ${size} of ${file.size} bytes`);
}

/**
 * Brings one file into the model's folder, checked.
 *
 * @param {HubFile} file
 * @param {string} folder
 * @param {HubModel} options
 * @returns {Promise<string>} its SHA-256
 */
export async function fetchFile(file, folder, options) {
  const { base, id, revision, log } = options;
  const place = path.join(folder, file.path);
  const there = await checked(place, file);
  if (there !== undefined) return there;
  await mkdir(path.dirname(place), { recursive: true });
  const url = `${base}/${addressOf(id)}/resolve/${encodeURIComponent(revision)}/${addressOf(file.path)}`;
  // The name carries what is expected, so that the rest of another revision is never taken for this one's.
  const part = `${place}.${(file.sha256 ?? file.gitSha1 ?? String(file.size)).slice(0, 12)}.download`;
  log(`  ${file.path} (${(file.size / 1e6).toFixed(1)} MB)`);
  for (const isLast of [false, true]) {
    await retried(options, () => fetchRest(url, part, file, headersFor(base)));
    const hash = await checked(part, file);
    if (hash !== undefined) {
      await rename(part, place);
      return hash;
    }
    await rm(part, { force: true });
    if (!isLast) log(`  ${file.path}: not what the hub says it is, fetched again`);
  }
  throw new HubError(`${file.path}: twice not the file that the hub says it is; nothing was added`);
}

/**
 * The licence, as the hub's page of the model or its README says it.
 *
 * @param {HubFile[]} files
 * @param {HubModel} options
 */
export async function findLicence(files, options) {
  const { base, id, revision, log } = options;
  const info = await ask(
    `${base}/api/models/${addressOf(id)}/revision/${encodeURIComponent(revision)}`,
    headersFor(base),
  )
    .then((response) => (response.ok ? response.json() : undefined))
    .catch(() => undefined);
  const told =
    info?.cardData?.license ?? info?.tags?.find?.((/** @type {any} */ tag) => /^license:/.test(tag))?.slice(8);
  if (typeof told === 'string' && told !== '') return told;
  if (files.some((file) => file.path === 'README.md')) {
    const url = `${base}/${addressOf(id)}/resolve/${encodeURIComponent(revision)}/README.md`;
    const text = await ask(url, headersFor(base)).then(
      (response) => (response.ok ? response.text() : ''),
      () => '',
    );
    const line = /^---\n[\s\S]*?^license:\s*["']?([^"'\n]+?)["']?\s*$[\s\S]*?^---/m.exec(text);
    if (line?.[1]) return line[1];
  }
  log('  The hub tells no licence. Find it out before you put this on a page, and give it with --licence.');
  return 'unknown';
}
