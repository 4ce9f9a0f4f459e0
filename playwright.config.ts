import { createHash } from 'node:crypto';
import { defineConfig } from '@playwright/test';
import { chromePath } from './tools/chrome.ts';

/**
 * The plainest host there is: no headers, so that the service worker has to do all. Tests that want another start their own.
 * Each checkout has a port of its own, so that the tests of one never see the app of another.
 */
const PORT =
  4200 +
  (createHash('sha256')
    .update(import.meta.dirname)
    .digest()
    .readUInt16BE() %
    4000);

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  // Whole analyses: one at a time, or each would be measured against the others.
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${PORT}/`,
    launchOptions: {
      executablePath: chromePath(),
      args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--disable-background-networking'],
    },
  },
  webServer: {
    command: `node tools/serve.mjs --build --port ${PORT}`,
    url: `http://127.0.0.1:${PORT}/`,
    timeout: 300_000,
    reuseExistingServer: false,
  },
});
