// Voice values against Praat, Silero and pyloudnorm, and how many people speak.
import { valueOf } from './references.mjs';
import { figure, median, percent, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */

/** @param {number | null | undefined} found @param {number | undefined} wanted */
const distance = (found, wanted) =>
  found === null || found === undefined || wanted === undefined ? NaN : found - wanted;

/** @param {Case[]} cases */
export function voiceTable(cases) {
  /** @type {{ pitch: number[], spread: number[], loudness: number[], share: number[], pauses: number[] }} */
  const all = { pitch: [], spread: [], loudness: [], share: [], pauses: [] };
  const rows = cases
    .filter(({ reference, file }) => reference.voice && !file.startsWith('F_'))
    .map(({ file, reference, answer }) => {
      const { voice } = reference;
      const pitch =
        distance(valueOf(answer, 'voice.pitchMedianHz'), voice.pitch?.median_hz) / (voice.pitch?.median_hz ?? NaN);
      const spread = distance(valueOf(answer, 'voice.pitchSdSemitones'), voice.pitch?.sd_semitones);
      const loudness = distance(valueOf(answer, 'voice.loudnessLufs'), voice.loudness_lufs);
      const share = distance(valueOf(answer, 'speech.share'), voice.speech_share);
      const events = answer.events.filter(
        (/** @type {any} */ { id, start, end }) => id === 'pause' && end - start >= 0.3,
      );
      const pauses = events.length - (voice.pauses_over_0_3s?.length ?? 0);
      for (const [key, value] of Object.entries({ pitch, spread, loudness, share, pauses })) {
        if (!Number.isNaN(value)) all[/** @type {keyof typeof all} */ (key)].push(Math.abs(value));
      }
      return [
        file,
        Number.isNaN(pitch) ? '–' : percent(pitch),
        figure(spread, 2),
        figure(loudness, 1),
        figure(share, 3),
        pauses,
      ];
    });
  rows.push([
    '**median distance**',
    percent(median(all.pitch)),
    figure(median(all.spread), 2),
    figure(median(all.loudness), 1),
    figure(median(all.share), 3),
    figure(median(all.pauses), 1),
  ]);
  return table(['file', 'pitch median', 'pitch SD st', 'loudness LU', 'speech share', 'pauses ≥ 0.3 s'], rows);
}

/** @param {Case[]} cases */
export function voicesTable(cases) {
  let right = 0;
  const known = cases.filter(({ reference }) => reference.speakers?.count);
  const rows = known.map(({ file, reference, answer }) => {
    const { count, confidence } = answer.conditions.voices;
    const wanted = reference.speakers.count > 2 ? 'more' : String(reference.speakers.count);
    if (count === wanted) right += 1;
    return [file, reference.speakers.count, count, figure(confidence, 2)];
  });
  return `${table(['file', 'people', 'found', 'confidence'], rows)}\n\n${right} of ${known.length} right.`;
}
