import { readFileSync } from 'node:fs';
import { sveltekit } from '@sveltejs/kit/vite';
import { defaultClientConditions, defineConfig } from 'vite';
import { hosting } from './tools/vite/hosting.ts';
import { leftOut } from './tools/vite/left-out.ts';
import { offlineShell } from './tools/vite/offline.ts';
import { prebundled } from './tools/vite/prebundled.ts';
import { vendorAssets, vendorVersion } from './tools/vite/vendor.ts';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };

export default defineConfig({
  plugins: [leftOut(), vendorAssets(), sveltekit(), offlineShell(), hosting()],
  define: {
    VIVA_VERSION: JSON.stringify(version),
    VIVA_VENDOR_VERSION: JSON.stringify(vendorVersion()),
  },
  worker: { format: 'es', plugins: () => [leftOut()] },
  // Keeps onnxruntime-web from putting its 27 MB WebGPU build into the bundle: ours is served from vendor/.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  optimizeDeps: prebundled,
});
