// Words and word times against the references.
import { median, percent, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */
/** @typedef {(reference: string, hypothesis: string, language: string) => { errors: number, words: number }} CountErrors */

/** @param {Case} one */
const transcriptOf = (one) => one.answer.transcript?.text ?? '';

/** @param {Case[]} cases @param {CountErrors} countErrors @param {string} title */
function errorTable(cases, countErrors, title) {
  let errors = 0;
  let words = 0;
  const rows = cases.map((one) => {
    const { text, language } = one.reference.transcript;
    const count = countErrors(text, transcriptOf(one), language);
    errors += count.errors;
    words += count.words;
    return [one.file, count.words, count.errors, percent(count.errors / Math.max(1, count.words))];
  });
  rows.push(['**all**', words, errors, percent(errors / Math.max(1, words))]);
  return `### ${title}\n\n${table(['file', 'words', 'errors', 'WER'], rows)}\n`;
}

/** @param {Case[]} cases @param {CountErrors} countErrors */
export function wordErrors(cases, countErrors) {
  const withText = cases.filter(({ reference }) => reference.transcript?.text !== undefined);
  const read = withText.filter(({ file }) => file.startsWith('C_speech/') && !file.includes('espeak'));
  const inLanguage = (/** @type {string} */ language) =>
    read.filter(({ reference }) => reference.transcript.language === language);
  return [
    errorTable(inLanguage('en'), countErrors, 'Read English (C_speech)'),
    errorTable(inLanguage('id'), countErrors, 'Indonesian (C_speech, synthetic voices left out)'),
    errorTable(
      withText.filter(({ file }) => file.startsWith('D_disfluent/')),
      countErrors,
      'Spontaneous speech, verbatim (D_disfluent)',
    ),
    errorTable(
      withText.filter(({ file }) => file.startsWith('G_composites/')),
      countErrors,
      'Composites (GRID sentences of letters and digits; dubbed)',
    ),
  ].join('\n');
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
