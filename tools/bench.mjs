// npm run bench [-- --file FILE ...] [--long]
// npm run bench -- --report [--correct-seconds N]
// npm run bench -- --ear [--rounds N]
// npm run bench -- --live
// npm run bench -- --practice [--kills N] [--rounds N] [--file FILE]
//
// Whole analysis and each stage as × real time, peak memory of the browser's process tree, main-thread tasks while
// models run, and first-load bytes, and what the ear's passes cost beside another loop over the same weights: tables on
// stdout and in docs/bench.md. Times are ratios taken in one run on this machine; quote them with it. With --ear that
// part alone is made, and takes the place of an older one.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openApp } from './app-page.mjs';
import { benchEar, earSection, writeEarSection } from './bench/ear.mjs';
import { benchLive } from './bench/live.mjs';
import { watchTasks } from './bench/long-tasks.mjs';
import { benchPractice } from './bench/practice.mjs';
import { benchReport, tableOfLines } from './bench/report.mjs';
import { benchSeen } from './bench/seen.mjs';
import { watchMemory } from './process-memory.mjs';

const root = path.resolve(import.meta.dirname, '..');
const ANSWER = path.resolve(root, '../shared/media/G_composites/answer_latentsync_demo2_x4.mp4');
const FIXTURE = path.join(root, 'tests/fixtures/astronaut_speech.mp4');
const MB = 1e6;

/** @typedef {{ name: string, seconds: number, wall: number, stages: Map<string, number>, resident: number, proportional: number, tasks: number[] }} Row */

/** @param {string} file @param {boolean} warm @returns {Promise<Row[]>} first run (weights not yet cached), then a warm one */
async function analyse(file, warm) {
  const app = await openApp();
  try {
    const takeTasks = await watchTasks(app.page);
    const rows = [];
    for (const kind of warm ? ['first', 'again'] : ['first']) {
      await takeTasks();
      const memory = watchMemory(app.profile);
      const started = performance.now();
      // The same content gives its stored result at once, so the second run asks for a fresh one.
      const report = await app.analyse([file], { language: 'auto', locale: 'en', first: 0 });
      const wall = (performance.now() - started) / 1000;
      const { residentBytes, proportionalBytes } = memory.stop();
      const answer = report.answers[0];
      rows.push({
        name: `${path.basename(file)}, ${kind}`,
        seconds: answer.media.seconds,
        wall,
        stages: new Map(answer.stages.map((/** @type {any} */ stage) => [stage.id, stage.seconds])),
        resident: residentBytes,
        proportional: proportionalBytes,
        tasks: await takeTasks(),
      });
    }
    return rows;
  } finally {
    await app.close();
  }
}

/** @param {number[]} values @param {number} share */
function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** Bytes that the first visit to the start page fetches, before anything is asked for. */
async function firstLoadBytes() {
  const app = await openApp();
  try {
    const page = await app.context.newPage();
    let bytes = 0;
    page.on('response', async (response) => {
      bytes += (await response.body().catch(() => Buffer.alloc(0))).length;
    });
    await page.goto(new URL('../', app.page.url()).href, { waitUntil: 'networkidle' });
    return bytes;
  } finally {
    await app.close();
  }
}

/** An hour of silence and an hour of speech, made with ffmpeg. @param {string} folder */
function makeLongFiles(folder) {
  const silence = path.join(folder, 'silence_60min.mp4');
  const speech = path.join(folder, 'speech_60min.mp4');
  const run = (/** @type {string[]} */ ...args) => execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);
  const picture = ['-f', 'lavfi', '-i', 'color=c=gray:s=640x480:r=10'];
  const encode = ['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', '-b:a', '64k', '-t', '3600'];
  run(...picture, '-f', 'lavfi', '-i', 'anullsrc=r=16000:cl=mono', ...encode, silence);
  run('-stream_loop', '-1', '-i', existsSync(ANSWER) ? ANSWER : FIXTURE, '-t', '3600', '-c', 'copy', speech);
  return [silence, speech];
}

/** @param {Row[]} rows @param {number} loadBytes */
function tableOf(rows, loadBytes) {
  const ratio = (/** @type {number | undefined} */ seconds, /** @type {Row} */ row) =>
    seconds === undefined ? '–' : (seconds / row.seconds).toFixed(3);
  const lines = rows.map((row) => {
    const stages = ['probe', 'samples', 'text', 'frames', 'report'].map((id) => ratio(row.stages.get(id), row));
    const p99 = percentile(row.tasks, 0.99);
    const tasks = row.tasks.length === 0 ? '0' : `${row.tasks.length} (p99 ${Math.round(p99 ?? 0)} ms)`;
    return `| ${row.name} | ${row.seconds.toFixed(0)} | **${ratio(row.wall, row)}** | ${stages.join(' | ')} | ${(row.resident / MB).toFixed(0)} | ${(row.proportional / MB).toFixed(0)} | ${tasks} |`;
  });
  return [
    '| recording | s | whole × real time | probe | samples | text | frames | report | peak RSS MB | peak PSS MB | tasks > 50 ms |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...lines,
    '',
    `First load of the start page: ${(loadBytes / 1000).toFixed(0)} kB (not compressed).`,
  ].join('\n');
}

const { values } = parseArgs({
  options: {
    file: { type: 'string', multiple: true },
    long: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    live: { type: 'boolean', default: false },
    'correct-seconds': { type: 'string', default: '600' },
    ear: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    practice: { type: 'boolean', default: false },
    kills: { type: 'string', default: '10' },
  },
});
const machine = `${os.cpus().length} cores (${os.cpus()[0]?.model ?? 'unknown'}), ${(os.totalmem() / 1e9).toFixed(0)} GB, ${os.platform()}, Node ${process.version}`;
const said = `Made by \`npm run bench -- ${process.argv.slice(2).join(' ')}\` on ${machine}.`;
await mkdir(path.join(root, 'docs'), { recursive: true });
if (values.report) {
  const table = tableOfLines(await benchReport({ correctSeconds: Number(values['correct-seconds']) }));
  console.log(table);
  await writeFile(path.join(root, 'docs/bench-report.md'), `# How quickly a report answers\n\n${said}\n\n${table}\n`);
  process.exit(0);
}
/** The ear's part. */
async function ear() {
  const rounds = Number(values.rounds);
  const section = earSection(await benchEar(rounds), { rounds, machine });
  console.log(section);
  await writeEarSection(path.join(root, 'docs/bench.md'), section);
}
if (values.ear) {
  await ear();
  process.exit(0);
}
const answer = existsSync(ANSWER) ? ANSWER : FIXTURE;
if (values.live) {
  const table = tableOfLines(await benchLive(answer));
  console.log(table);
  await writeFile(path.join(root, 'docs/bench-live.md'), `# While somebody speaks\n\n${said}\n\n${table}\n`);
  process.exit(0);
}
if (values.practice) {
  const [source] = values.file ?? [];
  const table = tableOfLines(
    await benchPractice({ kills: Number(values.kills), rounds: Number(values.rounds), source }),
  );
  console.log(table);
  await writeFile(path.join(root, 'docs/bench-practice.md'), `# A live session\n\n${said}\n\n${table}\n`);
  process.exit(0);
}
const files = values.file ?? [answer];
const rows = [];
for (const file of files) rows.push(...(await analyse(file, true)));
if (values.long) {
  for (const file of makeLongFiles(await mkdtemp(path.join(os.tmpdir(), 'viva-bench-')))) {
    rows.push(...(await analyse(file, false)));
  }
}
const table = tableOf(rows, await firstLoadBytes());
console.log(table);
const seen = await benchSeen(files[0] ?? answer, FIXTURE);
console.log(seen);
await writeFile(
  path.join(root, 'docs/bench.md'),
  `# Speed and memory\n\n${said} Stages may run side by side, so they add up to more\nthan the whole. RSS counts memory shared between processes once for each of them; PSS counts it once.\n\n${table}\n\n## Looking\n\nOnly what is seen; ms a picture hold decoding and the opening of the model. The budget is the time between two pictures.\nAim: face and body at 10 + 5 a second in at most 0.35 × real time.\n\n${seen}\n`,
);
await ear();
