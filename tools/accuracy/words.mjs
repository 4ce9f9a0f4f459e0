// Words, fillers and word times against the references.
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
  const withText = cases.filter(({ reference }) => reference.transcript);
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

/** Kind of filled pause that a reference word is, if it is one. @param {string} text */
function fillerKind(text) {
  const word = text.toLowerCase().replace(/[^a-z'-]/g, '');
  if (/^(um+|erm+|hm+|mm+|umm+)$/.test(word)) return 'um';
  if (/^(uh+|er+|ah+|eh+)$/.test(word)) return 'uh';
  return undefined;
}

/**
 * Matches reference fillers to found ones, each once, where the middle of one lies within 0.5 s of the other's.
 * @param {{ at: number, kind: string }[]} wanted @param {{ at: number, kind: string }[]} found
 */
function matchFillers(wanted, found) {
  const free = new Set(found);
  let hits = 0;
  let sameKind = 0;
  for (const one of wanted) {
    const near = [...free].filter(({ at }) => Math.abs(at - one.at) <= 0.5);
    near.sort((a, b) => Math.abs(a.at - one.at) - Math.abs(b.at - one.at));
    const match = near[0];
    if (!match) continue;
    free.delete(match);
    hits += 1;
    if (match.kind === one.kind) sameKind += 1;
  }
  return { hits, sameKind };
}

/** @param {Case[]} cases */
export function fillerTable(cases) {
  const total = { wanted: 0, found: 0, hits: 0, sameKind: 0 };
  const rows = cases
    .filter(({ file, reference }) => file.startsWith('D_disfluent/') && reference.words)
    .map(({ file, reference, answer }) => {
      const wanted = reference.words.list.flatMap((/** @type {[number, number, string]} */ [start, end, text]) => {
        const kind = fillerKind(text);
        return kind ? [{ at: (start + end) / 2, kind }] : [];
      });
      const found = (answer.transcript?.words ?? [])
        .filter((/** @type {any} */ { filler }) => filler === 'um' || filler === 'uh')
        .map((/** @type {any} */ { start, end, filler }) => ({ at: (start + end) / 2, kind: filler }));
      const { hits, sameKind } = matchFillers(wanted, found);
      total.wanted += wanted.length;
      total.found += found.length;
      total.hits += hits;
      total.sameKind += sameKind;
      return [file, wanted.length, found.length, hits, sameKind];
    });
  const precision = total.hits / Math.max(1, total.found);
  const recall = total.hits / Math.max(1, total.wanted);
  const f1 = (2 * precision * recall) / Math.max(1e-9, precision + recall);
  rows.push(['**all**', total.wanted, total.found, total.hits, total.sameKind]);
  return [
    table(['file', 'in the reference', 'found', 'right (±0.5 s)', 'right kind'], rows),
    '',
    `Precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}, F1 ${f1.toFixed(2)} over ${total.wanted} filled pauses.`,
    '',
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
  const rows = cases
    .filter(({ reference }) => reference.words?.list)
    .map((one) => {
      const { errors, words } = onsetErrors(one);
      const within = errors.filter((error) => error <= 0.2).length / Math.max(1, errors.length);
      return [one.file, words, errors.length, (median(errors) * 1000).toFixed(0), percent(within)];
    });
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
