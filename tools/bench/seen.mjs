// What looking costs: face and body alone and together, in the built app, over a recording without anything that is heard.
// Frames' stage over pictures gives ms a picture, decoding and the opening of the model with it.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openApp } from '../app-page.mjs';

/** @typedef {{ what: string, off: string[], slowly: boolean }} Way */

const UNHEARD = ['words', 'voice', 'voices', 'content'];
/** `slowly`: of a copy with 10 pictures a second, which is the rate that the aim of × real time is set for. @type {Way[]} */
const WAYS = [
  { what: 'face', off: ['body'], slowly: false },
  { what: 'body', off: ['face'], slowly: false },
  { what: 'face and body', off: [], slowly: false },
  { what: 'face and body', off: [], slowly: true },
];
const SLOW_FPS = 10;

/** @param {string[]} off */
const policyOf = (off) => ({ type: 'viva/policy', version: 1, id: 'bench', name: 'Bench', off: [...UNHEARD, ...off] });

/** @param {string} source @param {string} warmer a short recording, which brings the weights in @returns {Promise<string>} a table */
export async function benchSeen(source, warmer) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'viva-bench-seen-'));
  const slow = path.join(folder, 'slow.mp4');
  const encode = ['-vf', `fps=${SLOW_FPS}`, '-c:v', 'libx264', '-preset', 'fast', '-crf', '18', '-an', slow];
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', source, ...encode]);
  const app = await openApp();
  try {
    const ask = (/** @type {string} */ file, /** @type {string[]} */ off) =>
      app.analyse([file], { language: 'en', locale: 'en', first: 0, policy: policyOf(off) });
    await ask(warmer, []);
    const rows = [];
    for (const { what, off, slowly } of WAYS) {
      const { answers, plan } = await ask(slowly ? slow : source, off);
      const [{ media, stages }] = answers;
      const { seconds } = stages.find((/** @type {any} */ stage) => stage.id === 'frames');
      const rates = ['face', 'pose'].flatMap((id) => {
        const { ratePerSecond } = plan.analysers.find((/** @type {any} */ one) => one.id === id) ?? {};
        return ratePerSecond === undefined ? [] : [ratePerSecond];
      });
      // Two workers side by side have no cost of one picture.
      const isOne = rates.length === 1;
      const [ms, budget] = [(1000 * seconds) / (media.seconds * rates[0]), 1000 / rates[0]];
      const cells = isOne ? [ms.toFixed(1), budget.toFixed(1)] : ['–', '–'];
      rows.push([what, rates.join(' + '), ...cells, (seconds / media.seconds).toFixed(3)]);
    }
    return [
      '| looked for | pictures a second | ms a picture | budget ms | × real time |',
      '| --- | --- | --- | --- | --- |',
      ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    ].join('\n');
  } finally {
    await app.close();
    await rm(folder, { recursive: true });
  }
}
