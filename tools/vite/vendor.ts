import { createReadStream, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import type { Connect, Plugin } from 'vite';

/** Files of packages that workers load by address, under names that never change: `vendor/…` → file in node_modules. */
export const VENDOR_FILES: Readonly<Record<string, string>> = {
  'vendor/ort/ort-wasm-simd-threaded.mjs': 'onnxruntime-web/dist/ort-wasm-simd-threaded.mjs',
  'vendor/ort/ort-wasm-simd-threaded.wasm': 'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
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

/** The file behind an address of ours, or `undefined` where it is none of these. */
function fileOf(address: string): string | undefined {
  const name = decodeURIComponent(address.split('?')[0] ?? '').replace(/^\//, '');
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

const serve: Connect.NextHandleFunction = (request, response, next) => {
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  const file = fileOf(request.url ?? '');
  if (!file) {
    next();
    return;
  }
  sendFile(file, response).then((sent) => {
    if (!sent) next();
  }, next);
};

/** Puts the vendor files into the build, and serves them and models/ in development, with isolation headers. */
export function vendorAssets(): Plugin {
  return {
    name: 'viva-vendor-assets',
    configureServer(server) {
      server.middlewares.use(serve);
    },
    configurePreviewServer(server) {
      server.middlewares.use(serve);
    },
    generateBundle() {
      if (this.environment.name !== 'client') return;
      for (const [name, source] of Object.entries(VENDOR_FILES)) {
        this.emitFile({ type: 'asset', fileName: name, source: readFileSync(path.join(root, 'node_modules', source)) });
      }
    },
  };
}
