// Voice values against Praat, Silero and pyloudnorm, and how many people speak.
import { pausesOf } from './pauses.mjs';
import { valueOf } from './references.mjs';
import { figure, median, percent, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */

/** @param {number | null | undefined} found @param {number | undefined} wanted */
const distance = (found, wanted) =>
  found === null || found === undefined || wanted === undefined ? NaN : found - wanted;

const COLUMNS = /** @type {const} */ (['pitch', 'spread', 'loudness', 'share', 'pauses']);
/** @type {Record<typeof COLUMNS[number], (value: number) => string>} */
const PRINT = {
  pitch: percent,
  spread: (value) => figure(value, 2),
  loudness: (value) => figure(value, 1),
  share: (value) => figure(value, 3),
  pauses: (value) => figure(value, 0),
};

/** Viva minus reference, NaN where one of them is missing. @param {Case} one @returns {Record<typeof COLUMNS[number], number>} */
function distances({ reference: { voice }, answer }) {
  const hertz = voice.pitch?.median_hz;
  return {
    pitch: distance(valueOf(answer, 'voice.pitchMedianHz'), hertz) / (hertz ?? NaN),
    spread: distance(valueOf(answer, 'voice.pitchSdSemitones'), voice.pitch?.sd_semitones),
    loudness: distance(valueOf(answer, 'voice.loudnessLufs'), voice.loudness_lufs),
    share: distance(valueOf(answer, 'speech.share'), voice.speech_share),
    pauses: pausesOf(answer).length - (voice.pauses_over_0_3s?.length ?? 0),
  };
}

/** @param {Case[]} cases */
export function voiceTable(cases) {
  const known = cases
    .filter(({ reference, file }) => reference.voice && !file.startsWith('F_'))
    .map((one) => ({ file: one.file, far: distances(one) }));
  const rows = known.map(({ file, far }) => [
    file,
    ...COLUMNS.map((key) => (Number.isNaN(far[key]) ? '–' : PRINT[key](far[key]))),
  ]);
  const measured = (/** @type {typeof COLUMNS[number]} */ key) => known.filter(({ far }) => !Number.isNaN(far[key]));
  const middle = COLUMNS.map((key) => PRINT[key](median(measured(key).map(({ far }) => Math.abs(far[key])))));
  const worst = COLUMNS.map((key) => {
    const most = measured(key).sort((a, b) => Math.abs(b.far[key]) - Math.abs(a.far[key]))[0];
    return most ? `${PRINT[key](most.far[key])} (${most.file})` : '–';
  });
  return table(
    ['file', 'pitch median', 'pitch SD st', 'loudness LU', 'speech share', 'pauses ≥ 0.3 s'],
    [...rows, ['**median distance**', ...middle], ['**worst**', ...worst]],
  );
}

/** People who speak in a clip, where that is known: clips of one reader or talker have no list of speakers. @param {Case} one */
function peopleIn({ file, reference }) {
  if (reference.speakers?.count) return reference.speakers.count;
  return /^(A_talking|C_speech|D_disfluent|G_composites)\//.test(file) && reference.voice?.speech_s > 0 ? 1 : undefined;
}

/** @param {Case[]} cases */
export function voicesTable(cases) {
  const tally = { right: 0, unsure: 0, wrong: 0 };
  const known = cases.filter((one) => peopleIn(one) !== undefined);
  const rows = known.map((one) => {
    const { count, confidence } = one.answer.conditions.voices;
    const people = peopleIn(one);
    const verdict =
      count === 'unsure' ? 'unsure' : count === (people > 2 ? 'more' : String(people)) ? 'right' : 'wrong';
    tally[verdict] += 1;
    return [one.file, people, count, figure(confidence, 2), verdict];
  });
  return `${table(['file', 'people', 'found', 'confidence', ''], rows)}\n\nOf ${known.length}: ${tally.right} right, ${tally.unsure} unsure, ${tally.wrong} wrong.`;
}
