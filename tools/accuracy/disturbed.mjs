// Copies of recordings that say the same: louder, softer, coded, noisier, over the telephone. Measures of a copy must lie
// within the uncertainty that is stated, or be withheld.
import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { copiesTable } from './copies.mjs';
import { levels, readSound } from './sound.mjs';
/** @typedef {import('./references.mjs').Case} Case */
/** @typedef {import('./copies.mjs').Copy} Copy */

/** How far the noise of a copy rises over the recording's own, dB. */
const NOISIER_DB = 10;

/** What is done to a copy; `noise` is a level in dBFS. @type {Record<string, (noise: number) => string[]>} */
const HOW = {
  '+6 dB': () => ['-af', 'volume=6dB', 'copy.flac'],
  '−6 dB': () => ['-af', 'volume=-6dB', 'copy.flac'],
  'Opus 24 kbit/s': () => ['-c:a', 'libopus', '-b:a', '24k', 'copy.opus'],
  '10 dB noisier': (noise) => [
    ...['-f', 'lavfi', '-i', `anoisesrc=color=white:seed=7:r=16000:amplitude=${10 ** (noise / 20) * Math.sqrt(3)}`],
    ...['-filter_complex', 'amix=inputs=2:duration=first:normalize=0', 'copy.flac'],
  ],
  'telephone, 8 kHz': () => ['-ar', '8000', '-c:a', 'pcm_mulaw', 'copy.wav'],
};

/** What a person acts on. How noisy the room is isn't among them: that is what some copies change. */
const MEASURES = [
  ...['speech.wpm', 'speech.articulationRate', 'speech.share', 'speech.wordCount', 'speech.fillersPerMinute'],
  ...['pause.count', 'pause.medianSeconds', 'pause.longCount'],
  ...['voice.pitchMedianHz', 'voice.pitchSdSemitones', 'voice.loudnessLufs', 'voice.loudnessSdLu'],
];

/** Level of the room, dBFS: the softest tenth of 10 ms. @param {string} file */
function roomLevel(file) {
  const sorted = levels(readSound(file)).sort((a, b) => a - b);
  return Math.max(-75, sorted[Math.floor(sorted.length / 10)] ?? -75);
}

/** @param {string} media @param {any[]} entries recordings to copy @param {string} folder @returns {Promise<Copy[]>} */
export async function disturb(media, entries, folder) {
  await mkdir(folder, { recursive: true });
  return entries.flatMap(({ file }) => {
    const source = path.join(media, file);
    const noise = roomLevel(source) + NOISIER_DB;
    return Object.entries(HOW).map(([how, argumentsOf], index) => {
      const wanted = argumentsOf(noise);
      const name = `disturbed_${index}_${path.basename(file).replace(/\.[a-z0-9]+$/, '')}${path.extname(wanted.at(-1) ?? '')}`;
      execFileSync('ffmpeg', [
        '-v',
        'error',
        '-y',
        '-i',
        source,
        '-vn',
        ...wanted.slice(0, -1),
        path.join(folder, name),
      ]);
      return { file: name, reference: { of: file, how } };
    });
  });
}

/** @param {Case[]} copies @param {Case[]} originals */
export function disturbedTable(copies, originals) {
  return copiesTable(copies, originals, { ways: Object.keys(HOW), isCompared: (id) => MEASURES.includes(id) });
}
