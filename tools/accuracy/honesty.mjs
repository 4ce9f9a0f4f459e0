// A minute of what is no speech, in which nobody must be heard, and a sentence that is said three times.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { joined, randomFrom, RATE, readSound, writeWav } from './sound.mjs';
import { figure, table } from './table.mjs';
import { valueOf } from './references.mjs';

/** @typedef {import('./references.mjs').Case} Case */

const SECONDS = 60;

/** @param {(i: number) => number} sampleAt */
const sound = (sampleAt) => Float32Array.from({ length: SECONDS * RATE }, (_, i) => sampleAt(i));
/** @param {number} hertz @param {number} i */
const tone = (hertz, i) => Math.sin((2 * Math.PI * hertz * i) / RATE);

/** Pink by Voss and McCartney: eight white sources, each changing half as often as the one before. */
function pink() {
  const random = randomFrom(3);
  const rows = new Float32Array(8);
  return sound((i) => {
    for (let row = 0; row < rows.length; row += 1) if (i % 2 ** row === 0) rows[row] = random() - 0.5;
    return 0.08 * rows.reduce((sum, value) => sum + value, 0);
  });
}

/** Keys struck five times a second, now and then none: a click and a thud. */
function keyboard() {
  const random = randomFrom(5);
  let age = 0;
  let next = 0;
  return sound(() => {
    if (age >= next) {
      age = 0;
      next = RATE * (random() < 0.1 ? 1.5 : 0.1 + 0.2 * random());
    }
    age += 1;
    return 0.4 * (random() - 0.5) * Math.exp(-age / 40) + 0.05 * tone(180, age) * Math.exp(-age / 500);
  });
}

/** A melody over chords, each note with four harmonics that die away. */
function music() {
  const scale = [261.6, 293.7, 329.6, 349.2, 392, 440, 493.9, 523.3];
  const random = randomFrom(9);
  const notes = Array.from({ length: 2 * SECONDS }, () => scale[Math.floor(random() * scale.length)] ?? 440);
  const harmonics = (/** @type {number} */ hertz, /** @type {number} */ i) =>
    [1, 2, 3, 4].reduce((sum, n) => sum + tone(n * hertz, i) / n ** 1.5, 0);
  return sound((i) => {
    const beat = Math.floor((2 * i) / RATE);
    const fade = Math.exp((-3 * (i - (beat * RATE) / 2)) / RATE);
    const root = (scale[[0, 3, 4, 0][Math.floor(beat / 4) % 4] ?? 0] ?? 220) / 2;
    const chord = [1, 1.26, 1.5].reduce((sum, third) => sum + harmonics(root * third, i), 0);
    return 0.1 * fade * harmonics(notes[beat] ?? 440, i) + 0.03 * chord;
  });
}

/** @returns {Record<string, Float32Array>} */
function noSpeech() {
  const random = randomFrom(2);
  return {
    silence: sound(() => 0),
    'white noise': sound(() => 0.1 * (random() - 0.5)),
    'pink noise': pink(),
    'keys of a keyboard': keyboard(),
    music: music(),
    '50 Hz hum': sound((i) => 0.2 * tone(50, i) + 0.05 * tone(100, i) + 0.02 * tone(150, i)),
  };
}

/** @param {string} folder */
export async function makeNoSpeech(folder) {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    Object.entries(noSpeech()).map(async ([what, samples], index) => {
      const file = `no_speech_${index}.wav`;
      await writeWav(path.join(folder, file), samples);
      return { file, reference: { what } };
    }),
  );
}

/** @param {Case[]} cases */
export function noSpeechTable(cases) {
  const rows = cases.map(({ reference, answer }) => [
    reference.what,
    answer.transcript?.words.length ?? 0,
    figure(valueOf(answer, 'voice.pitchMedianHz')),
    answer.conditions.voices?.count === 'unsure' ? 'none' : (answer.conditions.voices?.count ?? 'none'),
    answer.scores.overall === null ? 'none' : answer.scores.overall,
  ]);
  return table(['a minute of', 'words', 'pitch Hz', 'speakers', 'score'], rows);
}

/** The places of the second and third saying straddle the 28 s at which a window of recognition ends. */
const GAP_SECONDS = 0.7;

/**
 * Speech, and then one sentence three times, so that a window of the recogniser ends between two of them.
 *
 * @param {string} media @param {any[]} all @param {string} folder
 */
export async function sayThreeTimes(media, all, folder) {
  const find = (/** @type {string} */ file) => all.find((entry) => entry.file === file);
  const [before, sentence] = [find('C_speech/jfk.wav'), find('C_speech/LJ001-0005.flac')];
  if (!before || !sentence) return [];
  const gap = new Float32Array(GAP_SECONDS * RATE);
  const said = readSound(path.join(media, sentence.file));
  const parts = [readSound(path.join(media, before.file)), gap, said, gap, said, gap, said];
  const text = sentence.reference.transcript.text;
  await writeWav(path.join(folder, 'three_times.wav'), joined(parts));
  const transcript = { language: 'en', text: [before.reference.transcript.text, text, text, text].join(' ') };
  return [{ file: 'three_times.wav', reference: { transcript, sentence: text } }];
}

/**
 * @param {Case[]} cases @param {(reference: string, heard: string, language: string) => { words: number, errors: number }} countErrors
 */
export function threeTimesLine(cases, countErrors) {
  return cases
    .map(({ reference, answer }) => {
      const { text, language } = reference.transcript;
      const { words, errors } = countErrors(text, answer.transcript?.text ?? '', language);
      const once = reference.sentence.split(/\s+/).length;
      const verdict = errors < once / 2 ? 'all three are there' : 'NOT all three are there';
      return `A sentence of ${once} words, said three times after another: ${errors} errors in ${words} words, ${verdict}.`;
    })
    .join('\n');
}
