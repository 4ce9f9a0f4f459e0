// npm run bench -- --practice: what a live session costs and keeps, in the built app, with a real clip as camera and
// microphone: browsers killed while they record, pictures kept beside the analysis against a bare recorder on the same
// machine, the page's own long tasks, and how soon after the last answer first figures stand.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { builtApp } from '../built-app.mjs';
import { serveFolder } from '../serve.mjs';
import {
  beginAnswer,
  click,
  fakeDevices,
  kill,
  launch,
  openPage,
  startAnswering,
  storedRecordings,
} from './practice-app.mjs';
import { watchTasks } from './long-tasks.mjs';
import { recordedIn, SOUND_ROUNDING_MS } from './recorded-packets.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const ANSWER = path.resolve(root, '../shared/media/G_composites/answer_latentsync_demo2_x4.mp4');
const FIXTURE = path.join(root, 'tests/fixtures/astronaut_speech.mp4');
/** A browser is killed at some moment of these seconds of an answer. */
const KILLED = { first: 5, last: 60 };
const MOST_LOST = 5;
const RECORDED_SECONDS = 30;
const ANSWER_SECONDS = 60;
const FIRST_FIGURES_SECONDS = 5;

/** @typedef {import('./practice-app.mjs').Clip} Clip */
/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {{ what: string, allowed: string, found: string }} Line */
/** @typedef {{ url: string, folder: string, clip: Clip }} Bench */
/** @typedef {import('./recorded-packets.mjs').Recorded & { tasks: number[] }} Run */

/** Plays a stored recording at its middle and at its end; the answer is its length. @param {Page} page @param {Buffer} content */
async function playedSeconds(page, content) {
  return page.evaluate(async (base64) => {
    const blob = await (await fetch(`data:video/mp4;base64,${base64}`)).blob();
    const video = Object.assign(document.createElement('video'), { src: URL.createObjectURL(blob), muted: true });
    await new Promise((resolve, reject) => {
      video.onloadedmetadata = resolve;
      video.onerror = () => reject(new Error(video.error?.message ?? 'it does not play'));
    });
    const { duration } = video;
    for (const place of [duration / 2, Math.max(0, duration - 2)]) {
      const sought = new Promise((resolve) => (video.onseeked = resolve));
      video.currentTime = place;
      await sought;
    }
    const ended = new Promise((resolve) => (video.onended = resolve));
    await video.play();
    await ended;
    return duration;
  }, content.toString('base64'));
}

/** @param {Bench} bench @param {number} count @returns {Promise<Line>} */
async function kills({ url, folder, clip }, count) {
  const lost = [];
  for (let number = 0; number < count; number += 1) {
    const profile = path.join(folder, `killed-${number}`);
    const moment = KILLED.first + Math.random() * (KILLED.last - KILLED.first);
    let context = await launch(profile, clip);
    let page = await openPage(context, `${url}practice/`);
    const began = await startAnswering(page);
    await page.waitForTimeout(moment * 1000 - (performance.now() - began));
    await kill(context);
    const seconds = (performance.now() - began) / 1000;
    context = await launch(profile, clip);
    page = await openPage(context, `${url}practice/`);
    await click(page, 'Bring it back');
    await page.getByRole('heading', { name: 'A recording was cut off' }).waitFor({ state: 'hidden', timeout: 60_000 });
    const [content] = await storedRecordings(page);
    lost.push(content ? seconds - (await playedSeconds(page, content)) : seconds);
    await context.close();
    await rm(profile, { recursive: true, force: true });
  }
  const found = lost.map((seconds) => seconds.toFixed(1)).join(', ');
  return {
    what: `browser killed ${count} times at random moments of an answer: seconds lost of what plays`,
    allowed: `≤ ${MOST_LOST} each`,
    found: `${found} (most ${Math.max(...lost).toFixed(1)})`,
  };
}

/** One answer in a session, with all that listens and looks. @param {Bench} bench @param {boolean} hasMp4 @returns {Promise<Run>} */
async function recordedBeside({ url, folder, clip }, hasMp4) {
  const profile = await mkdtemp(path.join(folder, 'session-'));
  const context = await launch(profile, clip, hasMp4);
  const page = await openPage(context, `${url}practice/`);
  const began = await startAnswering(page);
  const tasks = await watchTasks(page);
  await page.waitForTimeout(RECORDED_SECONDS * 1000 - (performance.now() - began));
  const longer = await tasks();
  await click(page, "I'm done");
  await page.getByRole('heading', { name: 'Your answer is safe' }).waitFor({ timeout: 60_000 });
  const [content = Buffer.alloc(0)] = await storedRecordings(page);
  await context.close();
  const file = path.join(profile, 'recorded');
  await writeFile(file, content);
  const run = { ...recordedIn(file), tasks: longer };
  await rm(profile, { recursive: true, force: true });
  return run;
}

/** The same devices and the same recorder on an empty page. @param {Bench} bench @param {boolean} hasMp4 @returns {Promise<Run>} */
async function recordedIdle({ url, folder, clip }, hasMp4) {
  const profile = await mkdtemp(path.join(folder, 'idle-'));
  const context = await launch(profile, clip, hasMp4);
  const page = await openPage(context, `${url}robots.txt`).catch(() => openPage(context, url));
  const base64 = await page.evaluate(
    async ([seconds, mime]) => {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 },
        video: { width: 640, height: 480, frameRate: 30 },
      });
      const bits = { videoBitsPerSecond: 1_500_000, audioBitsPerSecond: 96_000 };
      const options = { mimeType: mime, ...bits, videoKeyFrameIntervalDuration: 1000 };
      const recorder = new MediaRecorder(stream, options);
      /** @type {Blob[]} */
      const pieces = [];
      recorder.ondataavailable = ({ data }) => pieces.push(data);
      recorder.start(1000);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      const stopped = new Promise((resolve) => (recorder.onstop = resolve));
      recorder.stop();
      await stopped;
      const reader = new FileReader();
      const read = new Promise((resolve) => (reader.onload = resolve));
      reader.readAsDataURL(new Blob(pieces));
      await read;
      return String(reader.result).split(',')[1] ?? '';
    },
    /** @type {const} */ ([
      RECORDED_SECONDS,
      hasMp4 ? 'video/mp4;codecs=avc1.42E01E,opus' : 'video/webm;codecs=vp8,opus',
    ]),
  );
  await context.close();
  const file = path.join(profile, 'recorded');
  await writeFile(file, Buffer.from(base64, 'base64'));
  const run = { ...recordedIn(file), tasks: [] };
  await rm(profile, { recursive: true, force: true });
  return run;
}

/** @param {Run[]} runs */
const rateOf = (runs) =>
  runs.reduce((sum, { pictures }) => sum + pictures, 0) / runs.reduce((sum, { seconds }) => sum + seconds, 0);

/** @param {Bench} bench @param {boolean} hasMp4 @param {number} rounds @returns {Promise<Line[]>} */
async function pictures(bench, hasMp4, rounds) {
  /** @type {Run[]} */
  const idle = [];
  /** @type {Run[]} */
  const beside = [];
  // In turns, so that a machine that becomes slower does so for both.
  for (let round = 0; round < rounds; round += 1) {
    const isFirst = round % 2 === 0;
    if (isFirst) idle.push(await recordedIdle(bench, hasMp4));
    beside.push(await recordedBeside(bench, hasMp4));
    if (!isFirst) idle.push(await recordedIdle(bench, hasMp4));
  }
  const kind = hasMp4 ? 'mp4' : 'webm';
  const most = (/** @type {Run[]} */ runs, /** @type {'pictureGapMs' | 'soundGapMs'} */ gap) =>
    Math.max(...runs.map((run) => run[gap])).toFixed(0);
  const tasks = beside.flatMap((run) => run.tasks);
  const longest = tasks.length > 0 ? ` (longest ${Math.max(...tasks).toFixed(0)} ms)` : '';
  const seconds = RECORDED_SECONDS * rounds;
  return [
    {
      what: `pictures of a second in ${kind}, session against bare recorder (${rounds} × ${RECORDED_SECONDS} s each, in turns)`,
      allowed: hasMp4 ? '≥ 0.99' : '≥ 0.95',
      found: `${(rateOf(beside) / rateOf(idle)).toFixed(3)} (${rateOf(beside).toFixed(2)} / ${rateOf(idle).toFixed(2)})`,
    },
    {
      what: `longest gap between two pictures, ${kind}, ms (bare recorder)`,
      allowed: '≤ 200',
      found: `${most(beside, 'pictureGapMs')} (${most(idle, 'pictureGapMs')})`,
    },
    {
      what: `longest gap in the sound, ${kind}, ms (bare recorder)`,
      allowed: `≤ ${SOUND_ROUNDING_MS}`,
      found: `${most(beside, 'soundGapMs')} (${most(idle, 'soundGapMs')})`,
    },
    {
      what: `the page's own tasks over 50 ms in ${seconds} s of recording, ${kind}`,
      allowed: '0',
      found: `${tasks.length}${longest}`,
    },
  ];
}

/** Answers with a figure in the session's report, and whether all are complete. @param {Page} page */
function answersWithFigures(page) {
  return page.evaluate(async () => {
    const open = indexedDB.open('viva');
    await new Promise((resolve) => (open.onsuccess = resolve));
    const all = open.result.transaction('reports').objectStore('reports').getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    open.result.close();
    /** @type {{ status: string, measures: { value: number | null }[] }[]} */
    const answers = all.result.flatMap(({ report }) => report.answers);
    return {
      withFigures: answers.filter(({ measures }) => measures.some(({ value }) => value !== null)).length,
      completed: answers.filter(({ status }) => status === 'completed').length,
    };
  });
}

/** A session of two answers. @param {Bench} bench @returns {Promise<Line[]>} */
async function figures({ url, folder, clip }) {
  const context = await launch(path.join(folder, 'figures'), clip);
  try {
    const page = await openPage(context, `${url}practice/`);
    let began = await startAnswering(page, { questions: 2 });
    await page.waitForTimeout(ANSWER_SECONDS * 1000 - (performance.now() - began));
    await click(page, "I'm done");
    await click(page, 'Next question');
    began = await beginAnswer(page);
    await page.waitForTimeout(ANSWER_SECONDS * 1000 - (performance.now() - began));
    await click(page, "I'm done");
    return await untilAnswered(page);
  } finally {
    await context.close();
  }
}

/** Seconds from now to first figures of both answers, and to all of both. @param {Page} page */
async function untilAnswered(page) {
  const ended = performance.now();
  const seconds = () => (performance.now() - ended) / 1000;
  await click(page, 'Finish');
  /** @type {number | undefined} */
  let first;
  for (;;) {
    const { withFigures, completed } = await answersWithFigures(page);
    if (withFigures >= 2 && first === undefined) {
      first = seconds();
      // The rest may take minutes.
      console.error(`first figures after ${first.toFixed(1)} s`);
    }
    if (completed >= 2) break;
    await page.waitForTimeout(100);
  }
  const whole = seconds();
  return [
    {
      what: `first figures of a session of ${2 * ANSWER_SECONDS} s after its last answer, s`,
      allowed: `≤ ${FIRST_FIGURES_SECONDS} (aim 2)`,
      found: first?.toFixed(1) ?? '–',
    },
    {
      what: 'the whole report after the last answer, × the session',
      allowed: '–',
      found: (whole / (2 * ANSWER_SECONDS)).toFixed(2),
    },
  ];
}

/** @param {{ kills: number, rounds: number, source?: string | undefined }} options @returns {Promise<Line[]>} */
export async function benchPractice({ kills: count, rounds, source = existsSync(ANSWER) ? ANSWER : FIXTURE }) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'viva-bench-practice-'));
  await mkdir(folder, { recursive: true });
  const server = await serveFolder(builtApp(), { headers: true });
  const bench = { url: server.url, folder, clip: fakeDevices(source, folder) };
  /** @type {Line[]} */
  const lines = [];
  const found = (/** @type {Line[]} */ ...some) => {
    // Told as they come: the whole takes half an hour.
    for (const { what, found: value } of some) console.error(`${what}: ${value}`);
    lines.push(...some);
  };
  try {
    if (rounds > 0) {
      found(...(await pictures(bench, true, rounds)));
      found(...(await pictures(bench, false, rounds)));
    }
    if (count > 0) found(await kills(bench, count));
    found(...(await figures(bench)));
    return lines;
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}
