import { expect, test, type Page } from '@playwright/test';
import { builtApp } from '../../tools/built-app.mjs';
import { importRecording, RECORDING, SOUND, waitUntilReady } from './import-recording.ts';
import { openWatched } from './watched-app.ts';

const build = builtApp();

/** Waits until what a later import may need is there: all of vendor/, ffmpeg and the weights too. */
async function waitUntilSupplied(page: Page): Promise<void> {
  await page.waitForFunction(
    async () => {
      const vendor = (await caches.keys()).find((name) => name.startsWith('viva-vendor-'));
      const engines = vendor ? await (await caches.open(vendor)).keys() : [];
      const weights = await (await caches.open('viva-weights-v1')).keys();
      // Five engines' files pass the service worker; ffmpeg's core comes in two pieces, Whisper's graphs in five.
      return engines.length >= 5 && weights.length >= 20;
    },
    undefined,
    { timeout: 60_000, polling: 500 },
  );
}

for (const base of ['/', '/school/viva/']) {
  test(`with the server stopped after the first analysis: reload, import another, read its report (${base})`, async () => {
    const app = await openWatched(build, { base });
    const { page } = app;
    await importRecording(page, RECORDING);
    await waitUntilSupplied(page);
    await app.stopServer();

    await page.reload();
    await waitUntilReady(page);
    const report = await importRecording(page, SOUND);
    await page.goto(report);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.goto(`${app.url}sessions/`);
    await expect(page.locator('main a[href*="report/?id="]')).toHaveCount(2);
    const found = await app.finish();
    expect(found.requests).toEqual([]);
    expect(found.violations).toEqual([]);
  });
}

test('a first visit with no network behind it says nothing untrue and breaks nothing', async () => {
  const app = await openWatched(build);
  await waitUntilReady(app.page);
  await app.stopServer();
  await app.page.reload();
  await waitUntilReady(app.page);
  await app.page.goto(`${app.url}settings/`);
  await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible();
  await app.finish();
});
