// Copies of recordings that say the same: louder, softer, coded, noisier, over the telephone. Measures of a copy must lie
// within the uncertainty that is stated, or be withheld.
import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { levels, readSound } from './sound.mjs';
import { percent, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */
/** @typedef {{ file: string, reference: { of: string, how: string } }} Copy */

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

/** A measure of a report, if it has a value. @param {any} answer @param {string} id */
function measureOf(answer, id) {
  const measure = answer.measures.find((/** @type {any} */ one) => one.id === id);
  return typeof measure?.value === 'number' ? measure : undefined;
}

/** What became of every measure that an original has. @param {Case} copy @param {Case} original */
function fates(copy, original) {
  return MEASURES.flatMap((id) => {
    const before = measureOf(original.answer, id);
    if (!before) return [];
    const after = measureOf(copy.answer, id);
    if (!after) return [{ fate: 'withheld', line: '' }];
    const allowed = Math.max(before.uncertainty ?? 0, after.uncertainty ?? 0);
    const fate = Math.abs(after.value - before.value) <= allowed ? 'within' : 'beyond';
    const change = `${before.value.toFixed(2)} → ${after.value.toFixed(2)} (±${allowed.toFixed(2)})`;
    return [{ fate, line: `${copy.reference.how}, ${path.basename(copy.reference.of)}: ${id} ${change}` }];
  });
}

/** @param {Case[]} copies @param {Case[]} originals */
export function disturbedTable(copies, originals) {
  /** @type {string[]} */
  const beyond = [];
  const rows = Object.keys(HOW).map((how) => {
    const all = copies
      .filter(({ reference }) => reference.how === how)
      .flatMap((copy) => {
        const original = originals.find(({ file }) => file === copy.reference.of);
        return original ? fates(copy, original) : [];
      });
    const count = (/** @type {string} */ wanted) => all.filter(({ fate }) => fate === wanted).length;
    beyond.push(...all.filter(({ fate }) => fate === 'beyond').map(({ line }) => line));
    const kept = percent((all.length - count('beyond')) / Math.max(1, all.length));
    return [how, all.length, count('within'), count('withheld'), kept];
  });
  const list =
    beyond.length === 0 ? 'None beyond it.' : `Beyond it:\n\n${beyond.map((line) => `- ${line}`).join('\n')}`;
  return `${table(['copy', 'measures compared', 'within', 'withheld', 'kept to'], rows)}\n\n${list}`;
}
