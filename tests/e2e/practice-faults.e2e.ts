import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { launchWithCamera } from './fake-camera.ts';

const QUOTA_BYTES = 50e6;
/** What is left of it once the answer is on: a few seconds of recording. */
const LEFT_BYTES = 1.5e6;
const HIDDEN_SECONDS = 20;

let folder = '';
let context: BrowserContext;
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'viva-faults-'));
  context = await launchWithCamera(folder, 'allow');
});
test.afterEach(async () => {
  await context.close();
  await rm(folder, { recursive: true, force: true });
});

const click = (page: Page, name: string) => page.getByRole('button', { name }).click();

/** To the device check, with devices open. */
async function openDevices(
  url: string,
  before: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<Page> {
  const [page = await context.newPage()] = context.pages();
  await page.goto(new URL('practice/', url).href);
  await page.waitForFunction(() => crossOriginIsolated);
  await before(page);
  await click(page, 'Continue');
  await click(page, 'Continue');
  await click(page, 'I understand');
  await click(page, 'Turn on camera and microphone');
  await expect(page.getByRole('button', { name: 'Begin with the first question' })).toBeVisible();
  return page;
}

async function startAnswering(page: Page): Promise<void> {
  await click(page, 'Begin with the first question');
  await click(page, 'Start answering');
  await recorded(page, 4);
}

/** Until so many seconds of the answer have been recorded. */
const recorded = (page: Page, seconds: number) =>
  expect
    .poll(
      async () => {
        const [, minutes, rest] = /^(\d+):(\d+)/.exec((await page.getByRole('timer').textContent()) ?? '') ?? [];
        return 60 * Number(minutes) + Number(rest);
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThanOrEqual(seconds);

/** Length of the one take that is kept; it is found out by playing it to a place behind its middle. */
const takenSeconds = (page: Page) =>
  page.locator('figure video').evaluate(async (video: HTMLVideoElement) => {
    while (!(video.duration > 0)) await new Promise((resolve) => setTimeout(resolve, 50));
    const sought = new Promise((resolve) => (video.onseeked = resolve));
    video.currentTime = 0.8 * video.duration;
    await sought;
    return video.duration;
  });

test('a quota of 50 MB that is used up: it is said, and what was recorded is there', async ({ baseURL }) => {
  const page = await openDevices(baseURL!, async (opened) => {
    const session = await context.newCDPSession(opened);
    const { origin } = new URL(baseURL!);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: QUOTA_BYTES });
  });
  await startAnswering(page);
  // What the browser estimates is its usual quota; what it allows is this one.
  await page.evaluate(async (allowed) => {
    const { usage = 0 } = await navigator.storage.estimate();
    const handle = await (await navigator.storage.getDirectory()).getFileHandle('filler', { create: true });
    const filler = await handle.createWritable();
    await filler.write(new Uint8Array(allowed - usage));
    await filler.close();
  }, QUOTA_BYTES - LEFT_BYTES);
  await expect(page.getByText('This device has no room left for Viva.')).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole('heading', { level: 1, name: 'Your answer is safe' })).toBeVisible();
  expect(await takenSeconds(page)).toBeGreaterThan(3);
});

test('a page that was hidden while it recorded says so, and has recorded all the while', async ({ baseURL }) => {
  const page = await openDevices(baseURL!);
  await startAnswering(page);
  const session = await context.newCDPSession(page);
  // Playwright keeps every page in front, so the page is told that it isn't, and then really frozen.
  const tell = (state: 'hidden' | 'visible') =>
    page.evaluate((given) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => given });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  const began = Date.now();
  await tell('hidden');
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await page.waitForTimeout(HIDDEN_SECONDS * 1000);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await tell('visible');
  await expect(page.getByText('Viva was in the background.').first()).toBeVisible();
  const hidden = (Date.now() - began) / 1000;
  await click(page, "I'm done");
  await expect(page.getByRole('heading', { level: 1, name: 'Your answer is safe' })).toBeVisible({ timeout: 30_000 });
  expect(await takenSeconds(page)).toBeGreaterThan(hidden + 3);
});

test('workers that die while an answer is recorded cost nothing of it', async ({ baseURL }) => {
  const page = await openDevices(baseURL!);
  await startAnswering(page);
  const analysing = () => page.workers().filter((worker) => /\/(samples|frames|text)[.-]/.test(worker.url()));
  // The ear and the eye; they go without a word, as they do where memory runs out.
  await expect.poll(() => analysing().length).toBeGreaterThanOrEqual(2);
  for (const worker of analysing()) {
    await worker
      .evaluate(() => {
        close();
      })
      .catch(() => undefined);
  }
  await recorded(page, 9);
  await click(page, "I'm done");
  await expect(page.getByRole('heading', { level: 1, name: 'Your answer is safe' })).toBeVisible({ timeout: 30_000 });
  expect(await takenSeconds(page)).toBeGreaterThan(8);
  await click(page, 'Next question');
  await click(page, 'End the session');
  await page.getByRole('dialog').getByRole('button', { name: 'End the session' }).click();
  await page.getByRole('link', { name: 'Open my report' }).click({ timeout: 180_000 });
  await expect(page.locator('[data-word="3"]')).toBeVisible();
});
