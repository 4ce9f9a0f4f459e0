// Loudness against ffmpeg's ebur128: of the file as a meter reads it, and of its channels' mean, which is the voice's.
import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { valueOf } from './references.mjs';
import { figure, median, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */

/** Shares of the channels in one: ITU-R BS.775-3's two channels, and their mean. @type {Record<number, string>} */
const MONO = {
  2: 'pan=mono|c0=0.5*c0+0.5*c1',
  6: 'pan=mono|c0=0.5*c0+0.5*c1+0.70711*c2+0.35355*c4+0.35355*c5',
};

/** Integrated loudness by ffmpeg, LUFS; NaN where it finds none. @param {string} file @param {string[]} filters */
function ebur128(file, filters) {
  const { stderr } = spawnSync(
    'ffmpeg',
    [
      ...['-hide_banner', '-nostats', '-i', file, '-vn', '-map', '0:a:0'],
      ...['-af', [...filters, 'ebur128=framelog=verbose'].join(','), '-f', 'null', '-'],
    ],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  const found = [...stderr.matchAll(/\bI:\s+(-?[\d.]+) LUFS/g)].at(-1);
  return found ? Number(found[1]) : NaN;
}

/** @param {string} file */
function channelsOf(file) {
  const text = execFileSync('ffprobe', [
    ...['-v', 'error', '-select_streams', 'a:0', '-show_entries', 'stream=channels', '-of', 'csv=p=0'],
    file,
  ]).toString();
  return Number.parseInt(text, 10);
}

/** @param {Case[]} cases @param {string} media folder of the recordings */
export function loudnessTable(cases, media) {
  /** @type {{ file: string, far: number }[]} */
  const all = [];
  const rows = cases.flatMap(({ file, answer }) => {
    const source = path.join(media, file);
    const whole = valueOf(answer, 'recording.loudnessLufs');
    if (whole === null || whole === undefined) return [];
    const channels = channelsOf(source);
    const voice = valueOf(answer, 'voice.loudnessLufs');
    const meter = ebur128(source, []);
    const mono = MONO[channels] ? ebur128(source, [MONO[channels]]) : meter;
    const far = [whole - meter, typeof voice === 'number' ? voice - mono : NaN];
    all.push(...far.filter((value) => !Number.isNaN(value)).map((value) => ({ file, far: value })));
    return [[file, channels, figure(meter), figure(far[0], 2), figure(mono), figure(far[1], 2)]];
  });
  const worst = all.reduce((a, b) => (Math.abs(b.far) > Math.abs(a.far) ? b : a), { file: 'none', far: 0 });
  const head = ['file', 'channels', 'ebur128 LUFS', 'recording LU', 'ebur128 of the mean', 'voice LU'];
  return `${table(head, rows)}

Median distance ${figure(median(all.map(({ far }) => Math.abs(far))), 2)} LU, worst ${figure(worst.far, 2)} LU (${worst.file}).`;
}
