import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { tinyWriterHost } from './tests/support/tiny-writer-host.ts';
import { chromePath } from './tools/chrome.ts';
import { prebundled } from './tools/vite/prebundled.ts';
import { vendorAssets } from './tools/vite/vendor.ts';

const alias = {
  $lib: path.resolve(import.meta.dirname, 'src/lib'),
  $content: path.resolve(import.meta.dirname, 'src/content'),
};
const define = { VIVA_VERSION: JSON.stringify('0.0.0-test') };

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        define,
        test: {
          name: 'unit',
          environment: 'node',
          // Pure functions share one process: a new one for each file would take three times as long.
          pool: 'threads',
          isolate: false,
          include: ['src/**/*.test.ts', 'tests/*.test.ts', 'tools/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', 'node_modules/**'],
        },
      },
      {
        plugins: [tinyWriterHost(), vendorAssets(), svelte()],
        resolve: { alias, conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
        define,
        worker: { format: 'es' },
        server: {
          headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
        },
        optimizeDeps: prebundled,
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.ts', 'tests/browser/**/*.browser.test.ts'],
          testTimeout: 120_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                executablePath: chromePath(),
                args: [
                  '--no-sandbox',
                  '--enable-unsafe-swiftshader',
                  '--disable-background-networking',
                  // A camera with a rolling picture and a microphone that beeps, and nobody who is asked.
                  '--use-fake-device-for-media-stream',
                  '--use-fake-ui-for-media-stream',
                  // Nobody clicks here, and a voice made by a test has to sound all the same.
                  '--autoplay-policy=no-user-gesture-required',
                ],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
