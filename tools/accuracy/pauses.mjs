// Pauses against silences of known length, and syllables against those of the known words.
import { valueOf } from './references.mjs';
import { figure, median, percent, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */
/** @typedef {{ start: number, end: number }} Span */

/** Shorter ones are not compared. */
const LEAST_SECONDS = 0.3;
const EPSILON = 0.02;

/** Pauses of a report, long ones included. @param {any} answer @returns {Span[]} */
export function pausesOf(answer) {
  return answer.events.filter(
    (/** @type {any} */ { id, start, end }) =>
      (id === 'pause' || id === 'long-pause') && end - start >= LEAST_SECONDS - EPSILON,
  );
}

/** Whether two spans share more than half of each. @param {Span} a @param {Span} b */
function isSame(a, b) {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared > 0.5 * (a.end - a.start) && shared > 0.5 * (b.end - b.start);
}

/** @param {Case[]} cases recordings joined with silences of known length */
export function pauseTable(cases) {
  const sum = { wanted: 0, found: 0, hits: 0 };
  /** @type {number[]} */
  const edges = [];
  const rows = cases.map(({ file, reference, answer }) => {
    const wanted = reference.gaps.map((/** @type {[number, number]} */ [start, end]) => ({ start, end }));
    const found = pausesOf(answer);
    let hits = 0;
    for (const gap of wanted) {
      const match = found.find((one) => isSame(gap, one));
      if (!match) continue;
      hits += 1;
      edges.push(Math.abs(match.start - gap.start), Math.abs(match.end - gap.end));
    }
    sum.wanted += wanted.length;
    sum.found += found.length;
    sum.hits += hits;
    const f1 = (2 * hits) / Math.max(1, wanted.length + found.length);
    return [file, reference.under, wanted.length, found.length, hits, f1.toFixed(2)];
  });
  const f1 = (2 * sum.hits) / Math.max(1, sum.wanted + sum.found);
  rows.push(['**all**', '', sum.wanted, sum.found, sum.hits, f1.toFixed(2)]);
  return [
    table(['file', 'room under speech dB', 'known', 'found', 'right', 'F1'], rows),
    '',
    `Edges are off by ${(1000 * median(edges)).toFixed(0)} ms (median).`,
  ].join('\n');
}

/** Indonesian is spelt as it is said: a vowel is a syllable, and a diphthong is one. @param {string} word */
const indonesianSyllables = (word) => Math.max(1, word.toLowerCase().match(/ai|au|oi|[aiueo]/g)?.length ?? 0);

/**
 * @param {Case[]} cases with exact text
 * @param {{ words: (text: string, language: string) => string[], englishSyllables: (word: string) => number }} count
 */
export function syllableTable(cases, { words, englishSyllables }) {
  /** @type {{ file: string, error: number }[]} */
  const errors = [];
  let known = 0;
  let heard = 0;
  const rows = cases.flatMap(({ file, reference, answer }) => {
    const { text, language } = reference.transcript;
    const syllables = language === 'id' ? indonesianSyllables : englishSyllables;
    const wanted = words(text, language).reduce((sum, word) => sum + syllables(word), 0);
    const found = valueOf(answer, 'speech.syllableCount');
    if (found === null || found === undefined) return [];
    errors.push({ file, error: found / wanted - 1 });
    known += wanted;
    heard += found;
    return [[file, wanted, found, percent(found / wanted - 1), figure(valueOf(answer, 'speech.articulationRate'), 2)]];
  });
  rows.push(['**all**', known, heard, percent(heard / known - 1), '']);
  const worst = errors.reduce((a, b) => (Math.abs(b.error) > Math.abs(a.error) ? b : a), { file: 'none', error: 0 });
  return [
    table(['file', 'syllables of the text', 'found', 'error', 'syllables/s'], rows),
    '',
    `Median error ${percent(median(errors.map(({ error }) => Math.abs(error))))}, worst ${percent(worst.error)} (${worst.file}).`,
  ].join('\n');
}
