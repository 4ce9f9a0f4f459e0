// The recordings with reference values, and the reports that Viva made of them.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** @typedef {{ file: string, reference: any, answer: any, report: any }} Case */

/** The usual recogniser, however slow the machine is at the time: it would choose the small one for itself. */
const POLICY = { type: 'viva/policy', version: 1, id: 'accuracy', recogniser: 'whisper-base' };

/** @param {string} folder @param {string[]} categories letters of the folders wanted */
export async function readReferences(folder, categories) {
  const manifest = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  return manifest.files.filter((/** @type {any} */ { category }) => categories.includes(category));
}

const ASKED = { language: 'auto', locale: 'en', wanted: ['emotion'], first: 0 };

/** A still picture as a three-second recording. @param {string} source @param {string} scratch */
async function stillAsClip(source, scratch) {
  await mkdir(scratch, { recursive: true });
  const clip = path.join(scratch, `${path.basename(source)}.mp4`);
  if (!existsSync(clip)) {
    const even = 'scale=trunc(iw/2)*2:trunc(ih/2)*2';
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-loop',
      '1',
      '-i',
      source,
      '-t',
      '3',
      '-r',
      '10',
      '-vf',
      even,
      '-pix_fmt',
      'yuv420p',
      clip,
    ]);
  }
  return clip;
}

/**
 * @param {import('../app-page.mjs').App} app
 * @param {{ folder: string, scratch: string, entries: any[], reuse: boolean, onDone: (line: string) => void, policy?: object }} options
 * @returns {Promise<Case[]>}
 */
export async function analyseAll(app, { folder, scratch, entries, reuse, onDone, policy }) {
  const cases = [];
  for (const { file, reference } of entries) {
    const kept = path.join(scratch, `${file.replaceAll('/', '_')}.report.json`);
    let report;
    if (reuse && existsSync(kept)) report = JSON.parse(await readFile(kept, 'utf8'));
    else {
      const original = path.join(folder, file);
      const source = /\.(jpg|png)$/.test(file) ? await stillAsClip(original, path.join(scratch, 'stills')) : original;
      report = await app.analyse([source], { ...ASKED, policy: { ...POLICY, ...policy } });
      await mkdir(scratch, { recursive: true });
      await writeFile(kept, JSON.stringify(report));
    }
    const answer = report.answers[0];
    onDone(`${file}: ${answer.status}`);
    cases.push({ file, reference, answer, report });
  }
  return cases;
}

/** @param {any} answer @param {string} id @returns {number | null | undefined} */
export function valueOf(answer, id) {
  return answer.measures.find((/** @type {any} */ measure) => measure.id === id)?.value;
}
