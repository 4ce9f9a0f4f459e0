import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { launchWithCamera } from './fake-camera.ts';

/** Seconds of the answer at which the browser is killed: not round, so that they fall anywhere between two pieces. */
const MOMENTS = [5.3, 9.7, 16.4];
/** What a crash may cost, seconds. */
const MOST_LOST = 5;

let folder = '';
let context: BrowserContext | undefined;
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'viva-recovery-'));
});
test.afterEach(async () => {
  await context?.close();
  await rm(folder, { recursive: true, force: true });
});

const click = (page: Page, name: string) => page.getByRole('button', { name }).click();

async function open(url: string): Promise<Page> {
  context = await launchWithCamera(folder, 'allow');
  const [page = await context.newPage()] = context.pages();
  await page.goto(url);
  await page.waitForFunction(() => crossOriginIsolated);
  return page;
}

/** Starts the first answer; the answer is when it began. */
async function startAnswering(page: Page): Promise<number> {
  await click(page, 'Continue');
  await click(page, 'Continue');
  await click(page, 'I understand');
  await click(page, 'Turn on camera and microphone');
  await click(page, 'Begin with the first question');
  await click(page, 'Start answering');
  await expect(page.getByText('Recording', { exact: true })).toBeVisible();
  return Date.now();
}

/** Kills the browser's process: no page, no worker and no storage has time for anything. */
async function kill(): Promise<void> {
  const closed = context!.waitForEvent('close');
  const browser = await context!.browser()!.newBrowserCDPSession();
  void browser.send('Browser.crash').catch(() => undefined);
  await closed;
}

/**
 * Plays the one recording in storage from its middle on, read from its envelope by what the format says and nothing of
 * the app's; the answer is its length.
 */
function playedSeconds(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const recordings = await root.getDirectoryHandle('viva-recordings');
    const names: string[] = [];
    for await (const name of recordings.keys()) names.push(name);
    const file = await (await recordings.getFileHandle(names[0]!)).getFile();
    const parts: Blob[] = [];
    for (let at = 4096; at < file.size;) {
      const prefix = new DataView(await file.slice(at, at + 16).arrayBuffer());
      const end = at + 16 + prefix.getUint32(4, true);
      parts.push(file.slice(at + 16, end));
      at = end;
    }
    const src = URL.createObjectURL(new Blob(parts, { type: 'video/mp4' }));
    const video = Object.assign(document.createElement('video'), { src, muted: true });
    await new Promise((resolve, reject) => {
      video.onloadedmetadata = resolve;
      video.onerror = () => {
        reject(new Error(video.error?.message ?? 'it does not play'));
      };
    });
    const { duration } = video;
    const sought = new Promise((resolve) => (video.onseeked = resolve));
    video.currentTime = duration / 2;
    await sought;
    const ended = new Promise((resolve) => (video.onended = resolve));
    await video.play();
    await ended;
    return duration;
  });
}

for (const moment of MOMENTS) {
  test(`a browser killed ${moment} s into an answer costs less than five seconds of it`, async ({ baseURL }) => {
    const url = new URL('practice/', baseURL).href;
    let page = await open(url);
    const began = await startAnswering(page);
    await page.waitForTimeout(moment * 1000 - (Date.now() - began));
    await kill();
    const seconds = (Date.now() - began) / 1000;

    page = await open(url);
    await expect(page.getByRole('heading', { name: 'A recording was cut off' })).toBeVisible();
    await click(page, 'Bring it back');
    await expect(page.getByRole('heading', { name: 'A recording was cut off' })).toBeHidden({ timeout: 30_000 });
    expect(await playedSeconds(page)).toBeGreaterThan(seconds - MOST_LOST);
  });
}
