import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import type { Connect, Plugin } from 'vite';
import type { VendorManifest } from '../../src/lib/core/weights.ts';
import { ISOLATION, WORKER_POLICY } from './headers.js';
import { cut } from './shards.ts';

/** Files of packages that workers load by address, under names that never change: `vendor/…` → file in node_modules. */
export const VENDOR_FILES: Readonly<Record<string, string>> = {
  'vendor/ort/ort-wasm-simd-threaded.mjs': 'onnxruntime-web/dist/ort-wasm-simd-threaded.mjs',
  'vendor/ort/ort-wasm-simd-threaded.wasm': 'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
  // With WebGPU, for recognisers that a host adds: never fetched without one.
  'vendor/ort/ort-wasm-simd-threaded.asyncify.mjs': 'onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.mjs',
  'vendor/ort/ort-wasm-simd-threaded.asyncify.wasm': 'onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm',
  'vendor/vision/vision_wasm_module_internal.js': '@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.js',
  'vendor/vision/vision_wasm_module_internal.wasm': '@mediapipe/tasks-vision/wasm/vision_wasm_module_internal.wasm',
  'vendor/ffmpeg/ffmpeg-core.js': '@ffmpeg/core/dist/esm/ffmpeg-core.js',
  'vendor/ffmpeg/ffmpeg-core.wasm': '@ffmpeg/core/dist/esm/ffmpeg-core.wasm',
};

const MIME: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

const root = path.resolve(import.meta.dirname, '../..');
const MANIFEST = 'vendor/manifest.json';

/** Changes with the packages: the service worker keeps vendor files under it, so that new code never meets old engines. */
export function vendorVersion(): string {
  const packages = ['onnxruntime-web', '@mediapipe/tasks-vision', '@ffmpeg/core'];
  const versions = packages.map((name) => {
    const text = readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8');
    return `${name}@${(JSON.parse(text) as { version: string }).version}`;
  });
  return createHash('sha256').update(versions.join()).digest('hex').slice(0, 12);
}

type Vendored = { readonly manifest: VendorManifest; readonly parts: { file: string; content: Uint8Array }[] };

/** All vendor files as they are served. @param canShard false in development, where files stay where they are */
function vendored(canShard: boolean): Vendored {
  const files = Object.entries(VENDOR_FILES).map(([name, source]) =>
    cut(name.slice('vendor/'.length), readFileSync(path.join(root, 'node_modules', source))),
  );
  const entries = files.map(({ entry: { file, bytes, sha256, ...shards } }) =>
    canShard ? { file, bytes, sha256, ...shards } : { file, bytes, sha256 },
  );
  return {
    manifest: { type: 'viva/vendor', version: 1, files: entries },
    parts: files.flatMap(({ parts }) => parts.map(({ file, content }) => ({ file: `vendor/${file}`, content }))),
  };
}

/** The file behind an address of ours, or `undefined` where it is none of these. */
function fileOf(name: string): string | undefined {
  const vendor = VENDOR_FILES[name];
  if (vendor) return path.join(root, 'node_modules', vendor);
  if (name.startsWith('models/') && !name.includes('..')) return path.join(root, name);
  return undefined;
}

async function sendFile(file: string, response: ServerResponse): Promise<boolean> {
  const info = await stat(file).catch(() => undefined);
  if (!info?.isFile()) return false;
  response.setHeader('Content-Type', MIME[path.extname(file)] ?? 'application/octet-stream');
  response.setHeader('Content-Length', info.size);
  createReadStream(file).pipe(response);
  return true;
}

/** What a development server answers before kit and Vite do. */
function developmentServer(): Connect.NextHandleFunction {
  let manifest: string | undefined;
  return (request, response, next) => {
    for (const [name, value] of Object.entries(ISOLATION)) response.setHeader(name, value);
    // Pages take their policy from kit; a worker takes it from its own script, in development as on a host.
    const kind = request.headers['sec-fetch-dest'];
    if (kind !== 'document' && kind !== 'iframe') response.setHeader('Content-Security-Policy', WORKER_POLICY);
    const name = decodeURIComponent(request.url?.split('?')[0] ?? '').replace(/^\//, '');
    if (name === MANIFEST) {
      manifest ??= JSON.stringify(vendored(false).manifest);
      response.setHeader('Content-Type', 'application/json');
      response.end(manifest);
      return;
    }
    const file = fileOf(name);
    if (!file) {
      next();
      return;
    }
    sendFile(file, response).then((sent) => {
      if (!sent) next();
    }, next);
  };
}

/** Puts the vendor files into the build, and serves them and models/ in development, with isolation headers. */
export function vendorAssets(): Plugin {
  return {
    name: 'viva-vendor-assets',
    configureServer(server) {
      server.middlewares.use(developmentServer());
    },
    configurePreviewServer(server) {
      server.middlewares.use(developmentServer());
    },
    generateBundle() {
      if (this.environment.name !== 'client') return;
      const { manifest, parts } = vendored(true);
      for (const { file, content } of parts) this.emitFile({ type: 'asset', fileName: file, source: content });
      this.emitFile({ type: 'asset', fileName: MANIFEST, source: JSON.stringify(manifest) });
    },
  };
}
