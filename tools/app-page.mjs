// Opens the built app's batch page in a headless browser and hands recordings to it, as a person's file picker would.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { ensureBrowser } from './browser.mjs';
import { builtApp } from './built-app.mjs';
import { serveFolder } from './serve.mjs';

/** Flags without which Chromium asks Google's hosts for updates of its own. */
export const QUIET_FLAGS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--enable-unsafe-swiftshader',
  // Pages of the browser's own and a process of the network's that a batch has no use for: 350 MB less resident memory
  // (Chromium 156, idle: 954 MB summed over its processes, 606 MB with these).
  '--disable-features=SpareRendererForSitePerProcess,WebUIOmniboxPopup,WebUIOmniboxAimPopup,InitialWebUI,WebUIReloadButton,' +
    'TabSearch,OptimizationHints,OptimizationGuideModelDownloading,MediaRouter,Translate,DialMediaRouteProvider',
  '--enable-features=NetworkServiceInProcess2',
];

/**
 * @typedef {{ language: string, locale: string, questions?: unknown, policy?: unknown, wanted?: string[], first: number }} BatchRequest
 * @typedef {{ page: import('@playwright/test').Page, context: import('@playwright/test').BrowserContext, profile: string, pid: number | undefined,
 *   analyse: (files: string[], request: BatchRequest) => Promise<any>, close: () => Promise<void> }} App
 */

/**
 * @param {{ onProgress?: (line: string) => void, args?: string[] }} [options]
 * @returns {Promise<App>}
 */
export async function openApp({ onProgress = () => {}, args = [] } = {}) {
  const executablePath = ensureBrowser() || undefined;
  const server = await serveFolder(builtApp(), { headers: true });
  const profile = await mkdtemp(path.join(os.tmpdir(), 'viva-profile-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [...QUIET_FLAGS, ...args],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.exposeFunction('vivaProgress', onProgress);
  await page.goto(`${server.url}batch/`);
  // The first visit reloads itself once, when the service worker has taken over.
  await page.waitForSelector('[data-batch="ready"]', { timeout: 60_000 });
  return {
    page,
    context,
    profile,
    pid: undefined,
    analyse: async (files, request) => {
      await page.setInputFiles('input[type=file]', files);
      return page.evaluate(
        // @ts-expect-error the batch page puts this there
        (given) => window.vivaBatch.run(given),
        request,
      );
    },
    close: async () => {
      await context.close();
      await server.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
