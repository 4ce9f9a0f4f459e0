// npm run bench -- --report: how quickly a report answers a person, in the built app. Reports of 10 and 60 minutes are
// made of one that the app has just made itself (long-report.mjs), and come in as a backup with their recordings; words are
// corrected in a report of a recording that was really analysed, because its tracks are needed.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openApp } from '../app-page.mjs';
import { readBackup, writeBackup } from './backup-file.mjs';
import { stretched } from './long-report.mjs';
import { corrections, jumps, listing, scrolling, zooming } from './report-actions.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const PICTURE = path.join(root, 'tests/fixtures/astronaut_speech.mp4');
const SOUND = path.join(root, 'tests/fixtures/speech.wav');
const LENGTHS = [600, 3600];
const SESSIONS = 1000;

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ what: string, allowed: string, found: string }} Line */

/** @param {string} source @param {number} seconds @param {string} target */
function looped(source, seconds, target) {
  const codec = source.endsWith('.wav') ? [] : ['-c', 'copy'];
  execFileSync('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-stream_loop',
    '-1',
    '-i',
    source,
    '-t',
    String(seconds),
    ...codec,
    target,
  ]);
  return target;
}

/** Gives a recording to the start page and waits for its report. @param {Page} page @param {string} url @param {string} file */
async function analysed(page, url, file) {
  await page.goto(url);
  await page.waitForFunction(() => crossOriginIsolated && document.querySelector('input[type=file]') !== null);
  await page.locator('input[type=file]').first().setInputFiles(file);
  await page.locator('form button:not([type=button]):enabled').click({ timeout: 120_000 });
  await page.getByRole('link', { name: 'Open the report' }).first().waitFor({ timeout: 3_600_000 });
}

/** @param {Page} page @param {string} url @returns {Promise<Map<string, Buffer>>} */
async function backupOf(page, url) {
  await page.goto(`${url}settings/`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save everything' }).click(),
  ]);
  return readBackup(await readFile(await download.path()));
}

/** @param {Page} page @param {string} url @param {string} file */
async function restore(page, url, file) {
  await page.goto(`${url}settings/`);
  await page.locator('input[accept*="tar"]').setInputFiles(file);
  await page.getByRole('status').getByText('brought back').waitFor({ timeout: 600_000 });
}

/**
 * The session of a backup as longer ones, with their recordings.
 *
 * @param {Map<string, Buffer>} backup
 * @param {string} folder
 */
async function madeSessions(backup, folder) {
  const [name = ''] = [...backup.keys()].filter((each) => each.endsWith('/session.json'));
  const parse = (/** @type {string} */ entry) => JSON.parse(String(backup.get(entry)));
  const { session, jobs, recordings } = parse(name);
  const report = parse(name.replace('session.json', 'report.json'));
  /** @type {[string, Buffer | string][]} */
  const entries = [['backup.json', backup.get('backup.json') ?? '']];
  for (const seconds of LENGTHS) {
    const [id, answer] = [`made-${seconds}`, `made-${seconds}-answer`];
    const recording = await readFile(looped(PICTURE, seconds, path.join(folder, `${seconds}.mp4`)));
    const title = `Made, ${seconds / 60} min`;
    const answers = report.answers.map((/** @type {any} */ one) => ({ ...stretched(one, seconds), id: answer }));
    const media = { ...jobs[0].media, seconds, bytes: recording.length };
    const file = {
      session: { ...session, id, title, seconds },
      jobs: [{ ...jobs[0], id: answer, sessionId: id, media, bytes: recording.length }],
      recordings: [{ ...recordings[0], id: answer }],
    };
    entries.push(
      [`${id}/session.json`, JSON.stringify(file)],
      [`${id}/report.json`, JSON.stringify({ ...report, session: { ...report.session, id, title }, answers })],
      [`${id}/recordings/${answer}`, recording],
    );
  }
  const place = path.join(folder, 'made.tar');
  await writeFile(place, writeBackup(entries));
  return place;
}

/** Puts copies of a session into the list, straight into the database. @param {Page} page @param {number} count */
async function listMany(page, count) {
  await page.evaluate(async (most) => {
    const open = indexedDB.open('viva');
    await new Promise((resolve) => (open.onsuccess = resolve));
    const table = open.result.transaction('sessions', 'readwrite').objectStore('sessions');
    const all = table.getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    const [session] = all.result;
    for (let number = 0; number < most; number += 1) {
      const created = new Date(Date.parse(session.created) - number * 3_600_000).toISOString();
      table.put({ ...session, id: `short-${number}`, title: `Practice ${number + 1}`, created });
    }
    await new Promise((resolve) => (table.transaction.oncomplete = resolve));
    open.result.close();
  }, count);
}

/** @param {{ correctSeconds: number }} options @returns {Promise<Line[]>} */
export async function benchReport({ correctSeconds }) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'viva-bench-report-'));
  const app = await openApp();
  const { page } = app;
  const url = new URL('../', page.url()).href;
  // Nobody is there to choose a file in the browser's dialog: without it a backup is a download.
  await app.context.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'showSaveFilePicker');
  });
  /** @type {Line[]} */
  const lines = [];
  // Said as it stands: what comes after takes minutes, and may never come.
  const tell = (/** @type {Line[]} */ more) => {
    for (const { what, allowed, found } of more) console.error(`${what}: ${found} (${allowed})`);
    lines.push(...more);
  };
  try {
    await analysed(page, url, PICTURE);
    await restore(page, url, await madeSessions(await backupOf(page, url), folder));
    await listMany(page, SESSIONS);
    tell(await listing(page, url, SESSIONS));
    for (const seconds of LENGTHS) {
      const name = `report of ${seconds / 60} min`;
      await page.goto(`${url}report/?id=made-${seconds}`);
      await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) > 0, { timeout: 120_000 });
      for (const act of [jumps, scrolling, zooming]) tell(await act(page, name));
    }
    await analysed(page, url, looped(SOUND, correctSeconds, path.join(folder, 'long.wav')));
    await page.getByRole('link', { name: 'Open the report' }).first().click();
    tell(await corrections(page, `a word corrected, sound of ${correctSeconds} s`));
  } finally {
    await app.close();
    await rm(folder, { recursive: true });
  }
  return lines;
}

/** @param {Line[]} lines */
export function tableOfLines(lines) {
  return [
    '| what | asked for | found |',
    '| --- | --- | --- |',
    ...lines.map(({ what, allowed, found }) => `| ${what} | ${allowed} | ${found} |`),
  ].join('\n');
}
