// Words and word times against the references, and the words beside those of native faster-whisper base.
import path from 'node:path';
import { median, percent, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */
/** @typedef {(reference: string, hypothesis: string, language: string) => { errors: number, words: number }} CountErrors */

/** @param {Case} one */
const transcriptOf = (one) => one.answer.transcript?.text ?? '';

/** @typedef {{ title: string, most?: number, share?: number }} Kind `most` errors in all, or a `share` of what native makes per source */

/** Errors of native faster-whisper base over so many words; the manifest has its rate. @param {Case} one @param {number} words */
function nativeErrors({ reference }, words) {
  const rate = reference.transcript.whisper_base_wer;
  return rate === undefined ? undefined : Math.round(rate * words);
}

/** @typedef {{ one: Case, words: number, errors: number, native: number | undefined }} Counted */

/** @param {Counted[]} counted */
function pooled(counted) {
  const known = counted.filter(({ native }) => native !== undefined);
  const sum = (/** @type {Counted[]} */ some, /** @type {'words' | 'errors' | 'native'} */ what) =>
    some.reduce((all, each) => all + (each[what] ?? 0), 0);
  const [words, errors, native] = [sum(counted, 'words'), sum(counted, 'errors'), sum(known, 'native')];
  return { words, errors, native, nativeWords: sum(known, 'words'), besideNative: sum(known, 'errors') };
}

/** Whose recordings they are: the part of a name before its number. @param {Case} one */
const sourceOf = ({ file }) => path.basename(file).split('_')[0] ?? '';

/** What is asked for, and whether it is so. @param {Counted[]} counted @param {Kind} kind */
function gateLines(counted, { most, share }) {
  const { words, errors } = pooled(counted);
  const verdict = (/** @type {boolean} */ isHeld) => (isHeld ? 'held' : '**not held**');
  if (most !== undefined)
    return [`At most ${most} errors are asked for: ${errors} of ${words} words, ${verdict(errors <= most)}.`];
  if (share === undefined) return [];
  return [...new Set(counted.map(({ one }) => sourceOf(one)))].map((source) => {
    const own = pooled(counted.filter(({ one }) => sourceOf(one) === source));
    const isHeld = own.besideNative <= share * own.native;
    return `At most ${share} of native's errors are asked for on ${source}: ${own.besideNative} against ${own.native}, ${verdict(isHeld)}.`;
  });
}

/** @param {Case[]} cases @param {CountErrors} countErrors @param {Kind} kind */
function errorTable(cases, countErrors, kind) {
  if (cases.length === 0) return `### ${kind.title}\n\nNot part of this run.\n`;
  const counted = cases.map((one) => {
    const { text, language } = one.reference.transcript;
    const { errors, words } = countErrors(text, transcriptOf(one), language);
    return { one, words, errors, native: nativeErrors(one, words) };
  });
  const rate = (/** @type {number} */ errors, /** @type {number} */ words) => percent(errors / Math.max(1, words));
  const rows = counted.map(({ one, words, errors, native }) => [
    ...[one.file, words, errors, rate(errors, words)],
    native ?? '–',
  ]);
  const all = pooled(counted);
  const native = all.nativeWords > 0 ? `${all.native} of ${all.nativeWords}` : '–';
  rows.push(['**all**', all.words, all.errors, rate(all.errors, all.words), native]);
  const gates = gateLines(counted, kind).join(' ');
  const head = ['file', 'words', 'errors', 'WER', 'native errors'];
  return `### ${kind.title}\n\n${table(head, rows)}\n${gates === '' ? '' : `\n${gates}\n`}`;
}

/** @param {Case[]} cases @param {Case[]} unseen speech that no choice was made by @param {CountErrors} countErrors */
export function wordErrors(cases, unseen, countErrors) {
  const withText = cases.filter(({ reference }) => reference.transcript?.text !== undefined);
  const below = (/** @type {string} */ folder) => withText.filter(({ file }) => file.startsWith(folder));
  const read = below('C_speech/').filter(({ file }) => !file.includes('espeak'));
  const inLanguage = (/** @type {string} */ language) =>
    read.filter(({ reference }) => reference.transcript.language === language);
  /** @type {[Case[], Kind][]} */
  const kinds = [
    [inLanguage('en'), { title: 'Read English (C_speech)', most: 13 }],
    [inLanguage('id'), { title: 'Indonesian (C_speech, synthetic voices left out)', most: 8 }],
    [below('D_disfluent/'), { title: 'Spontaneous speech, verbatim (D_disfluent)', share: 0.9 }],
    [unseen, { title: 'Unseen: read English that no choice of method or limit was made by' }],
    [below('G_composites/'), { title: 'Composites (GRID sentences of letters and digits; dubbed)' }],
  ];
  return kinds.map(([some, kind]) => errorTable(some, countErrors, kind)).join('\n');
}

/** @param {string} text */
const plain = (text) => text.toLowerCase().replace(/[^a-z0-9']/g, '');

/** Distances of word starts, seconds, over words that both sides have in the same order. @param {Case} one */
function onsetErrors({ reference, answer }) {
  const wanted = reference.words.list.map((/** @type {[number, number, string]} */ [start, , text]) => ({
    start,
    text: plain(text),
  }));
  const found = (answer.transcript?.words ?? []).map((/** @type {any} */ word) => ({
    start: word.start,
    text: plain(word.text),
  }));
  const errors = [];
  let next = 0;
  for (const one of wanted) {
    const match = found.findIndex(
      (/** @type {{ start: number, text: string }} */ word, /** @type {number} */ index) =>
        index >= next && index < next + 6 && word.text === one.text && Math.abs(word.start - one.start) < 1.5,
    );
    if (match < 0) continue;
    next = match + 1;
    errors.push(Math.abs(found[match].start - one.start));
  }
  return { errors, words: wanted.length };
}

/** @param {Case[]} cases */
export function onsetTable(cases) {
  const known = cases
    .filter(({ reference }) => reference.words?.list)
    .map((one) => ({ file: one.file, ...onsetErrors(one) }));
  const row = (/** @type {string} */ file, /** @type {number} */ words, /** @type {number[]} */ errors) => {
    const within = errors.filter((error) => error <= 0.2).length / Math.max(1, errors.length);
    return [file, words, errors.length, (median(errors) * 1000).toFixed(0), percent(within)];
  };
  const rows = known.map(({ file, words, errors }) => row(file, words, errors));
  const words = known.reduce((sum, one) => sum + one.words, 0);
  rows.push(
    row(
      '**all**',
      words,
      known.flatMap(({ errors }) => errors),
    ),
  );
  return table(['file', 'words', 'compared', 'median distance ms', 'within 200 ms'], rows);
}

/** Words outside their recording: there must be none. @param {Case[]} cases */
export function wordsOutside(cases) {
  return cases.flatMap(({ file, answer }) =>
    (answer.transcript?.words ?? [])
      .filter((/** @type {any} */ { start, end }) => start < 0 || end > answer.media.seconds + 0.02 || end < start)
      .map((/** @type {any} */ word) => `${file}: “${word.text}” ${word.start}–${word.end} of ${answer.media.seconds}`),
  );
}
