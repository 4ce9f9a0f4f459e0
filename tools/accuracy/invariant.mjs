// Copies of recordings that show the same: mirrored, fewer pictures a second, half the size, encoded anew.
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { copiesTable } from './copies.mjs';
import { figure, median, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */
/** @typedef {import('./copies.mjs').Copy} Copy */

/** Webcams, a telephone upright, somebody near, somebody with glasses, somebody who cries and laughs. */
const COPIED = [
  ...['A_talking/latentsync_demo1.mp4', 'A_talking/latentsync_demo2.mp4', 'A_talking/retalk_face4.mp4'],
  ...['A_talking/wda_ocasiocortez.mp4', 'B_faces/liveportrait_d9_webcam.mp4'],
  ...['B_faces/emotions_handsonface_pexels.mp4', 'B_faces/upperbody_s32.mp4'],
];

const MIRRORED = 'mirrored';
/** What is done to the picture. The first four are encoded so well that nothing else changes. @type {Record<string, string[]>} */
const HOW = {
  [MIRRORED]: ['-vf', 'hflip', '-crf', '14'],
  '15 pictures a second': ['-vf', 'fps=15', '-crf', '14'],
  '30 pictures a second': ['-vf', 'fps=30', '-crf', '14'],
  'half the size': ['-vf', 'scale=trunc(iw/4)*2:trunc(ih/4)*2', '-crf', '14'],
  're-encoded, H.264 CRF 32': ['-crf', '32'],
};

/** Speech is still looked for, because gaze counts while somebody talks; nothing else that is heard is. */
export const SEEN_ONLY = {
  ...{ type: 'viva/policy', version: 1, id: 'seen-only', name: 'Seen only' },
  off: ['words', 'voice', 'voices', 'content'],
};

/** A place for copies that outlives a checkout. */
const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'viva/accuracy/copies');

/** @param {string} media @param {any[]} all entries of the manifest that are part of the run @returns {Promise<{ folder: string, entries: Copy[] }>} */
export async function copyPictures(media, all) {
  await mkdir(cache, { recursive: true });
  const entries = all
    .filter(({ file }) => COPIED.includes(file))
    .flatMap(({ file }) =>
      Object.entries(HOW).map(([how, changes], index) => {
        const name = `seen_${index}_${path.basename(file)}`;
        const target = path.join(cache, name);
        if (!existsSync(target)) {
          const encode = ['-c:v', 'libx264', '-preset', 'fast', '-pix_fmt', 'yuv420p', ...changes, '-c:a', 'copy'];
          // Whole or not there: a run may be ended in the middle.
          const part = `${target}.part.mp4`;
          execFileSync('ffmpeg', ['-v', 'error', '-y', '-i', path.join(media, file), ...encode, part]);
          renameSync(part, target);
        }
        return { file: name, reference: { of: file, how } };
      }),
    );
  return { folder: cache, entries };
}

const SEEN = /^(face|gaze|blink|expression|head|framing|light|body|posture|movement|gesture)\./;

/** @param {Case[]} copies @param {Case[]} originals */
export function invariantTable(copies, originals) {
  return copiesTable(copies, originals, { ways: Object.keys(HOW), isCompared: (id) => SEEN.test(id) });
}

/** Sides of events, left first. @param {any} answer @param {string} id */
function sidesOf(answer, id) {
  const count = (/** @type {string} */ side) =>
    answer.events.filter((/** @type {any} */ event) => event.id === id && event.detail === side).length;
  return { left: count('left'), right: count('right') };
}

/**
 * What a mirror must turn round (yaw, roll: sides of turns and tilts) and what it must not (pitch).
 *
 * @param {Case[]} copies @param {Case[]} originals
 */
export function mirrorTable(copies, originals) {
  const rows = copies
    .filter(({ reference }) => reference.how === MIRRORED)
    .flatMap(({ reference, answer }) => {
      const original = originals.find(({ file }) => file === reference.of)?.answer;
      if (!original) return [];
      const distance = (/** @type {string} */ id, /** @type {number} */ sign) => {
        const [a, b] = [original, answer].map(
          (one) => one.series.find((/** @type {any} */ series) => series.id === id)?.values ?? [],
        );
        return median(
          a.flatMap((/** @type {number | null} */ value, /** @type {number} */ i) =>
            value === null || (b[i] ?? null) === null ? [] : [Math.abs(value - sign * b[i])],
          ),
        );
      };
      const sides = ['head.turn', 'head.tilt'].map((id) => {
        const [before, after] = [sidesOf(original, id), sidesOf(answer, id)];
        return `${before.left}/${before.right} → ${after.left}/${after.right}`;
      });
      const yaw = figure(distance('gaze.yaw', -1));
      return [[reference.of, yaw, figure(distance('gaze.pitch', 1)), ...sides]];
    });
  return table(['file', 'yaw, turned round, off °', 'pitch off °', 'turns left/right', 'tilts left/right'], rows);
}
