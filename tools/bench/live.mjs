// npm run bench -- --live: how many pictures a second the eye sees while an answer is recorded, with the ear at work and
// with captions too, in the built app: a camera of 30 pictures a second that shows a talking face, and its voice.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openApp } from '../app-page.mjs';

const ANSWER_SECONDS = 20;
/** The first pictures of an answer are seen while the recorder starts. */
const SETTLING_SECONDS = 5;

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ at: number, answering: boolean }} Look */

/** Pictures and sound as Chromium takes them for a camera and a microphone. @param {string} source @param {string} folder */
function makeCamera(source, folder) {
  const [pictures, sound] = [path.join(folder, 'face.mjpeg'), path.join(folder, 'voice.wav')];
  const run = (/** @type {string[]} */ ...args) => execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', source, ...args]);
  const fit = 'scale=640:480:force_original_aspect_ratio=increase,crop=640:480,fps=30';
  run('-t', '20', '-vf', fit, '-q:v', '4', '-f', 'mjpeg', pictures);
  run('-t', '20', '-ac', '1', '-ar', '48000', sound);
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${pictures}`,
    `--use-file-for-fake-audio-capture=${sound}`,
  ];
}

/** Counts, from outside, the figures that workers of vision send back, and the page's tasks over 50 ms. */
function watchInPage() {
  const seen = { looks: /** @type {number[]} */ ([]), tasks: /** @type {{ at: number, ms: number }[]} */ ([]) };
  Object.assign(globalThis, { vivaLive: seen });
  globalThis.Worker = class extends Worker {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super(url, options);
      if (options?.name !== 'frames') return;
      this.addEventListener('message', ({ data }) => {
        if (data?.output?.presence !== undefined) seen.looks.push(performance.now());
      });
    }
  };
  new PerformanceObserver((list) => {
    seen.tasks.push(...list.getEntries().map(({ startTime, duration }) => ({ at: startTime, ms: duration })));
  }).observe({ type: 'longtask', buffered: true });
}

/** @param {Page} page @param {string} name */
const press = (page, name) => page.getByRole('button', { name, exact: true }).click({ timeout: 60_000 });

/** @param {Page} page @param {boolean} hasCaptions @returns {Promise<{ looks: number[], tasks: { at: number, ms: number }[], from: number, to: number }>} */
async function answer(page, hasCaptions) {
  await press(page, 'Continue');
  const captions = page.getByLabel('Captions while I speak');
  if ((await captions.isChecked()) !== hasCaptions) await captions.click();
  await press(page, 'Continue');
  const isAsked = page.getByRole('button', { name: 'I understand' });
  const isOff = page.getByRole('button', { name: 'Turn on camera and microphone' });
  await isAsked.or(isOff).first().waitFor();
  if (await isAsked.isVisible()) await isAsked.click();
  await isOff.click();
  await press(page, 'Begin with the first question');
  await press(page, 'Start answering');
  await page.waitForTimeout(SETTLING_SECONDS * 1000);
  const from = await page.evaluate(() => performance.now());
  await page.waitForTimeout(ANSWER_SECONDS * 1000);
  const to = await page.evaluate(() => performance.now());
  const seen = await page.evaluate(
    () =>
      /** @type {{ vivaLive: { looks: number[], tasks: { at: number, ms: number }[] } }} */ (
        /** @type {unknown} */ (globalThis)
      ).vivaLive,
  );
  return { ...seen, from, to };
}

/** Pictures that the recording of the answer holds a second, as its stored facts say. @param {Page} page */
async function recordedRate(page) {
  await press(page, 'End the session');
  await page.getByRole('dialog').getByRole('button', { name: 'End the session' }).click();
  await page.getByRole('link', { name: 'Open' }).waitFor({ timeout: 120_000 });
  return page.evaluate(async () => {
    const open = indexedDB.open('viva');
    await new Promise((resolve) => (open.onsuccess = resolve));
    const all = open.result.transaction('jobs', 'readonly').objectStore('jobs').getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    open.result.close();
    return /** @type {any[]} */ (all.result).at(-1)?.media?.video?.fps;
  });
}

/** @param {string} source a recording of somebody who talks @returns {Promise<import('./report.mjs').Line[]>} */
export async function benchLive(source) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'viva-bench-live-'));
  /** @type {import('./report.mjs').Line[]} */
  const lines = [];
  try {
    const args = makeCamera(source, folder);
    for (const hasCaptions of [false, true]) {
      const app = await openApp({ args });
      try {
        await app.context.addInitScript(watchInPage);
        await app.page.goto(new URL('../practice/', app.page.url()).href);
        const { looks, tasks, from, to } = await answer(app.page, hasCaptions);
        const inside = (/** @type {number} */ at) => at >= from && at <= to;
        const seen = looks.filter(inside);
        const long = tasks.filter(({ at }) => inside(at)).map(({ ms }) => Math.round(ms));
        const gaps = seen.slice(1).map((at, i) => at - (seen[i] ?? at));
        const name = hasCaptions ? 'with captions' : 'with the ear alone';
        const rate = (1000 * seen.length) / (to - from);
        lines.push(
          { what: `pictures the eye sees a second, ${name}`, allowed: '≥ 8', found: rate.toFixed(1) },
          { what: `longest wait between two, ${name}`, allowed: '–', found: `${Math.round(Math.max(0, ...gaps))} ms` },
          {
            what: `the page's tasks over 50 ms in ${ANSWER_SECONDS} s, ${name}`,
            allowed: '0',
            found: long.length === 0 ? '0' : `${long.length} (${long.join(', ')} ms)`,
          },
        );
        const recorded = await recordedRate(app.page);
        lines.push({
          what: `pictures a second in the recording, ${name}`,
          allowed: 'about 30',
          found: recorded === undefined ? '–' : recorded.toFixed(1),
        });
      } finally {
        await app.close();
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return lines;
}
