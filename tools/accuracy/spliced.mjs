// Recordings made from others, so that what is in them is known by construction: real fillers put into fluent speech at
// known times, and speech joined with silences of known length.
import path from 'node:path';
import { fillerKind } from './fillers.mjs';
import { faded, joined, levels, randomFrom, RATE, readSound, rms, writeWav } from './sound.mjs';

/** @typedef {{ file: string, reference: any }} Made a recording and what is known of it */

/** Seconds around a filler's hand-marked times that still belong to it. */
const MARGIN = 0.04;
/** One filler to so many seconds of speech, and none this near to its ends. */
const EACH = 2.5;
const FROM_ENDS = 1.5;
const FADE = 0.015;

/** Every um and uh whose times are known, with its sound. @param {string} media @param {any[]} entries */
function fillersOf(media, entries) {
  return entries
    .filter(({ file, reference }) => file.startsWith('D_disfluent/') && reference.words)
    .flatMap(({ file, reference }) => {
      const sound = readSound(path.join(media, file));
      return reference.words.list.flatMap((/** @type {[number, number, string]} */ [start, end, text]) => {
        const kind = fillerKind(text);
        if (!kind) return [];
        const samples = sound.slice(Math.round((start - MARGIN) * RATE), Math.round((end + MARGIN) * RATE));
        return [{ kind, samples: faded(samples, FADE) }];
      });
    });
}

/** Seconds at which the speech is cut: the quietest 50 ms in each of several equal stretches. @param {Float32Array} sound */
function places(sound) {
  const level = levels(sound);
  const quiet = (/** @type {number} */ i) => level.slice(i - 2, i + 3).reduce((sum, value) => sum + value, 0);
  const from = FROM_ENDS * 100;
  const to = level.length - FROM_ENDS * 100;
  const count = Math.max(0, Math.floor((to - from) / (EACH * 100)));
  return Array.from({ length: count }, (_, part) => {
    const begin = Math.round(from + ((to - from) * (part + 0.25)) / count);
    const end = Math.round(from + ((to - from) * (part + 0.75)) / count);
    let best = begin;
    for (let i = begin; i < end; i += 1) if (quiet(i) < quiet(best)) best = i;
    return best / 100;
  });
}

/**
 * Fluent clips with fillers spliced in, as loud as the speech around them: one half close to the words, the other with a
 * short silence on both sides.
 *
 * @param {string} media @param {any[]} all entries of the manifest @param {string} folder where they are written
 * @returns {Promise<Made[]>}
 */
export async function spliceFillers(media, all, folder) {
  const fillers = fillersOf(media, all);
  const clips = all.filter(
    ({ file }) => /^C_speech\/(LJ|jfk|libri|sense_0870)/.test(file) || file === 'E_speakers/libri_one_speaker.flac',
  );
  const random = randomFrom(4);
  let next = 0;
  const made = [];
  for (const { file } of clips) {
    const sound = readSound(path.join(media, file));
    const loud = rms(sound);
    const parts = [];
    const list = [];
    let seconds = 0;
    let from = 0;
    const add = (/** @type {Float32Array} */ part) => {
      parts.push(part);
      seconds += part.length / RATE;
    };
    for (const [index, at] of places(sound).entries()) {
      const cut = Math.round(at * RATE);
      add(faded(sound.slice(from, cut), 0.005));
      from = cut;
      const { kind, samples } = fillers[next % fillers.length];
      next += 1;
      const gain = (0.9 * loud) / rms(samples);
      const silence = () =>
        Float32Array.from({ length: index % 2 === 0 ? 0 : 0.12 * RATE }, () => 1e-4 * (random() - 0.5));
      add(silence());
      list.push([seconds + MARGIN, seconds + samples.length / RATE - MARGIN, kind]);
      add(samples.map((/** @type {number} */ sample) => sample * gain));
      add(silence());
    }
    add(faded(sound.slice(from), 0.005));
    const name = `${path.basename(file).replace(/\.[a-z]+$/, '')}_fillers.wav`;
    await writeWav(path.join(folder, name), joined(parts));
    made.push({ file: name, reference: { words: { list } } });
  }
  return made;
}

/** A detector of speech is this far off at most. */
const ABOUT = 0.1;

/**
 * The speech of a clip, without the silence before and after it: what stands out of its own room, and lies where the
 * reference has speech (a click is none).
 *
 * @param {Float32Array} clip @param {[number, number][]} speech
 */
function trimmed(clip, speech) {
  const [start = 0, end = Infinity] = [speech[0]?.[0], speech.at(-1)?.[1]];
  const sound = clip.slice(Math.round(Math.max(0, start - ABOUT) * RATE), Math.round((end + ABOUT) * RATE));
  const level = levels(sound);
  const sorted = levels(clip).sort((a, b) => a - b);
  const room = sorted[Math.floor(sorted.length / 10)] ?? -120;
  const floor = Math.max(room + 9, (sorted.at(-1) ?? 0) - 32);
  const first = level.findIndex((value) => value > floor);
  const last = level.findLastIndex((value) => value > floor);
  return faded(sound.slice(Math.max(0, first - 1) * (RATE / 100), (last + 2) * (RATE / 100)), 0.005);
}

/** Longer phrases have short pauses of their own, which another detector may call none. */
const LONGEST_PHRASE = 4;
const PAUSES = [0.3, 1.2, 0.4, 0.6, 2, 0.35, 0.8, 0.5, 1, 0.45, 1.5, 0.3];
const SPEECH_RMS = 0.08;
/** Level of the room in the silences and under the speech, dB beneath the speech. */
const ROOMS = [70, 40, 25];

/**
 * Phrases without a pause of their own, joined with silences of known length, in rooms of known noise.
 *
 * @param {string} media @param {any[]} all @param {string} folder @returns {Promise<Made[]>}
 */
export async function joinWithPauses(media, all, folder) {
  const phrases = all
    .filter(
      ({ file, reference }) =>
        /^(C_speech|A_talking)\//.test(file) && reference.transcript && reference.voice?.pauses_over_0_3s?.length === 0,
    )
    .map(({ file, reference }) => trimmed(readSound(path.join(media, file)), reference.voice.speech_segments_s))
    .filter(({ length }) => length <= LONGEST_PHRASE * RATE)
    .map((sound) => {
      const gain = SPEECH_RMS / rms(sound);
      return sound.map((sample) => sample * gain);
    });
  const made = [];
  for (const [index, under] of ROOMS.entries()) {
    const random = randomFrom(10 + index);
    const parts = [new Float32Array(0.5 * RATE)];
    const gaps = [];
    let at = 0.5;
    for (const [i, phrase] of phrases.entries()) {
      parts.push(phrase);
      at += phrase.length / RATE;
      const pause = PAUSES[(i * (index + 1) + index) % PAUSES.length] ?? 1;
      parts.push(new Float32Array(Math.round(pause * RATE)));
      if (i < phrases.length - 1) gaps.push([at, at + pause]);
      at += pause;
    }
    const noise = SPEECH_RMS * 10 ** (-under / 20) * Math.sqrt(12);
    const sound = joined(parts).map((sample) => sample + noise * (random() - 0.5));
    const name = `pauses_room_${under}.wav`;
    await writeWav(path.join(folder, name), sound);
    made.push({ file: name, reference: { gaps, under } });
  }
  return made;
}
