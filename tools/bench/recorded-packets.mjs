// What a recording holds, by ffprobe: pictures a second, and the longest gaps in picture and sound.
import { execFileSync } from 'node:child_process';

/** @typedef {{ pictures: number, seconds: number, pictureGapMs: number, soundGapMs: number }} Recorded */

/** Packets of sound follow each other; a coder's clock is rounded by less than this, milliseconds. */
export const SOUND_ROUNDING_MS = 5;

/** @param {string} file @param {'v' | 'a'} kind @returns {number[]} time stamps in order, seconds */
function timesOf(file, kind) {
  const args = ['-v', 'error', '-select_streams', kind, '-show_entries', 'packet=pts_time', '-of', 'csv=p=0', file];
  const lines = execFileSync('ffprobe', args, { encoding: 'utf8', maxBuffer: 1 << 26 }).split('\n');
  return lines
    .map((line) => Number.parseFloat(line))
    .filter((time) => !Number.isNaN(time))
    .sort((a, b) => a - b);
}

/** @param {number[]} times */
export function gapsOf(times) {
  return times.slice(1).map((time, index) => time - (times[index] ?? time));
}

/** @param {number[]} values */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** How much longer than usual sound waits for its next packet, milliseconds. @param {number[]} times */
export function soundGapMs(times) {
  const gaps = gapsOf(times);
  const usual = median(gaps);
  return Math.max(0, ...gaps.map((gap) => (gap - usual) * 1000));
}

/** @param {string} file @returns {Recorded} */
export function recordedIn(file) {
  const [pictures, sound] = [timesOf(file, 'v'), timesOf(file, 'a')];
  return {
    pictures: pictures.length,
    seconds: (pictures.at(-1) ?? 0) - (pictures[0] ?? 0),
    pictureGapMs: Math.max(0, ...gapsOf(pictures)) * 1000,
    soundGapMs: soundGapMs(sound),
  };
}
