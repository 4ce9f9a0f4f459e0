// A browser whose camera shows a clip and whose microphone plays its sound, and the walk through a practice session.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { QUIET_FLAGS } from '../app-page.mjs';
import { ensureBrowser } from '../browser.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').BrowserContext} BrowserContext */
/** @typedef {{ pictures: string, sound: string }} Clip */

/** Chromium plays a file of JPEGs at this rate, whatever was meant. */
const FPS = 30;

/** What Chromium takes as camera and microphone, made of a clip. @param {string} source @param {string} folder @returns {Clip} */
export function fakeDevices(source, folder) {
  const [pictures, sound] = [path.join(folder, 'camera.mjpeg'), path.join(folder, 'microphone.wav')];
  const ffmpeg = (/** @type {string[]} */ ...args) =>
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', source, ...args]);
  const scaled = 'scale=640:480:force_original_aspect_ratio=decrease,pad=640:480:(ow-iw)/2:(oh-ih)/2';
  ffmpeg('-vf', `fps=${FPS},${scaled}`, '-c:v', 'mjpeg', '-q:v', '5', '-an', pictures);
  ffmpeg('-vn', '-ac', '1', '-ar', '48000', sound);
  return { pictures, sound };
}

/** @param {string} profile folder; the same one is the same browser again @param {Clip} clip @param {boolean} hasMp4 */
export async function launch(profile, { pictures, sound }, hasMp4 = true) {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: ensureBrowser() || undefined,
    headless: true,
    locale: 'en-GB',
    args: [
      ...QUIET_FLAGS,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${pictures}`,
      `--use-file-for-fake-audio-capture=${sound}`,
    ],
  });
  if (!hasMp4) {
    await context.addInitScript(() => {
      const known = MediaRecorder.isTypeSupported.bind(MediaRecorder);
      MediaRecorder.isTypeSupported = (type) => !type.includes('mp4') && known(type);
    });
  }
  return context;
}

/** @param {BrowserContext} context @param {string} url */
export async function openPage(context, url) {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(url);
  await page.waitForFunction(() => crossOriginIsolated);
  return page;
}

/** @param {Page} page @param {string} name */
export const click = (page, name) => page.getByRole('button', { name }).click();

/** From the page's first step into the first answer; the answer is when it began. @param {Page} page @param {{ questions?: number }} [options] */
export async function startAnswering(page, { questions = 2 } = {}) {
  await page.getByText(/with \d+ questions?/).waitFor();
  for (let left = 20; left > 0; left -= 1) {
    if (await page.getByText(`with ${questions} question`).isVisible()) break;
    await click(page, 'One question fewer');
  }
  await click(page, 'Continue');
  await click(page, 'Continue');
  await click(page, 'I understand');
  await click(page, 'Turn on camera and microphone');
  await click(page, 'Begin with the first question');
  return beginAnswer(page);
}

/** @param {Page} page */
export async function beginAnswer(page) {
  await click(page, 'Start answering');
  await page.getByText('Recording', { exact: true }).waitFor();
  return performance.now();
}

/** Kills the browser's process: no page, no worker and no storage has time for anything. @param {BrowserContext} context */
export async function kill(context) {
  const closed = context.waitForEvent('close');
  const browser = await context.browser()?.newBrowserCDPSession();
  void browser?.send('Browser.crash').catch(() => undefined);
  await closed;
}

/**
 * The recordings in storage, read from their envelopes by what the format says and nothing of the app's; base64.
 *
 * @param {Page} page
 * @returns {Promise<Buffer[]>}
 */
export async function storedRecordings(page) {
  const all = await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('viva-recordings');
    const found = [];
    for await (const handle of folder.values()) {
      const file = await /** @type {FileSystemFileHandle} */ (handle).getFile();
      const parts = [];
      for (let at = 4096; at < file.size;) {
        const prefix = new DataView(await file.slice(at, at + 16).arrayBuffer());
        const end = at + 16 + prefix.getUint32(4, true);
        parts.push(file.slice(at + 16, end));
        at = end;
      }
      const reader = new FileReader();
      const read = new Promise((resolve) => (reader.onload = resolve));
      reader.readAsDataURL(new Blob(parts));
      await read;
      found.push(String(reader.result).split(',')[1] ?? '');
    }
    return found;
  });
  return all.map((base64) => Buffer.from(base64, 'base64'));
}
