import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { chromePath } from '../../tools/chrome.ts';
import { chooseRecording, RECORDING, waitUntilReady } from './import-recording.ts';

const reports = (page: Page) => page.locator('main a[href*="report/?id="]');
const start = (page: Page) => page.locator('form button:not([type=button])').click();

async function launch(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: chromePath(),
    args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--disable-background-networking'],
  });
}

test('an analysis that a killed browser interrupted goes on by itself at the next start', async ({ baseURL }) => {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'viva-resume-'));
  let context = await launch(profile);
  try {
    let page = context.pages()[0] ?? (await context.newPage());
    await page.goto(baseURL!);
    await chooseRecording(page, RECORDING);
    await start(page);
    await expect(page.getByText('Writing down the words')).toBeVisible({ timeout: 120_000 });
    const closed = context.waitForEvent('close');
    const browser = await context.browser()!.newBrowserCDPSession();
    // The process dies here, so there is no answer.
    void browser.send('Browser.crash').catch(() => undefined);
    await closed;

    context = await launch(profile);
    page = context.pages()[0] ?? (await context.newPage());
    await page.goto(baseURL!);
    await expect(reports(page)).toHaveCount(1, { timeout: 180_000 });
    await reports(page).first().click();
    await expect(page.locator('[data-word="5"]')).toBeVisible();
    await expect
      .poll(() => page.locator('video').evaluate((video: HTMLVideoElement) => video.duration))
      .toBeGreaterThan(8);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
});

test('a reload in the middle takes nothing away, and what is cancelled can be taken up again', async ({ page }) => {
  await page.goto('./');
  await chooseRecording(page, RECORDING);
  await start(page);
  const job = page.getByRole('article', { name: path.basename(RECORDING) });
  await expect(job.getByText('Writing down the words')).toBeVisible({ timeout: 120_000 });
  await page.reload();
  await waitUntilReady(page);
  await job.getByRole('button', { name: /^Stop analysing/ }).click();
  await job.getByRole('button', { name: /^Try .* again$/ }).click();
  await expect(reports(page)).toHaveCount(1, { timeout: 180_000 });
});
