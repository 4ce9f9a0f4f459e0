// Filled pauses found against those known, um and uh apart.
import { randomFrom } from './sound.mjs';
import { table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */
/** @typedef {{ start: number, end: number, kind: string }} Filler */
/** @typedef {{ wanted: number, found: number, hits: number }} Score */

/** A found filler is right when it overlaps a known one (some marks take in the pause after it), or its middle is as near. */
const NEAR_SECONDS = 0.5;
const KINDS = ['um', 'uh'];

/** Kind of filled pause that a reference word is, if it is one. @param {string} text */
export function fillerKind(text) {
  const word = text.toLowerCase().replace(/[^a-z'-]/g, '');
  if (/^(um+|erm+|hm+|mm+|umm+)$/.test(word)) return 'um';
  if (/^(uh+|er+|ah+|eh+)$/.test(word)) return 'uh';
  return undefined;
}

/** @param {Filler} one */
const middle = ({ start, end }) => (start + end) / 2;

/**
 * Fillers known and found. Where the exact text has more fillers than its list of times, as many found ones that stand in a
 * hole of that list are left out: they may be those.
 *
 * @param {Case} one @returns {{ wanted: Filler[], found: Filler[] }}
 */
function fillersIn({ reference, answer }) {
  /** @type {[number, number, string][]} */
  const list = reference.words.list;
  const wanted = list.flatMap(([start, end, text]) => {
    const kind = fillerKind(text);
    return kind ? [{ start, end, kind }] : [];
  });
  const spoken = (reference.transcript?.text ?? '')
    .split(/\s+/)
    .filter((/** @type {string} */ word) => fillerKind(word));
  let untimed = Math.max(0, spoken.length - wanted.length);
  const found = (answer.transcript?.words ?? [])
    .filter((/** @type {any} */ { filler }) => KINDS.includes(filler))
    .map((/** @type {any} */ { start, end, filler }) => ({ start, end, kind: filler }))
    .filter((/** @type {Filler} */ one) => {
      const isTimed = list.some(([start, end]) => start < middle(one) && middle(one) < end);
      if (isTimed || untimed === 0) return true;
      untimed -= 1;
      return false;
    });
  return { wanted, found };
}

/** Seconds between two fillers: 0 where they overlap, else between their middles. @param {Filler} a @param {Filler} b */
function apart(a, b) {
  return Math.min(a.end, b.end) > Math.max(a.start, b.start) ? 0 : Math.abs(middle(a) - middle(b));
}

/** Known fillers with the nearest found one of each, every found one once. @param {Filler[]} wanted @param {Filler[]} found */
function matches(wanted, found) {
  const free = new Set(found);
  return wanted.flatMap((one) => {
    const near = [...free].filter((other) => apart(one, other) <= NEAR_SECONDS);
    near.sort((a, b) => apart(one, a) - apart(one, b));
    const match = near[0];
    if (!match) return [];
    free.delete(match);
    return [{ one, match }];
  });
}

/** Of one clip, all together and by kind. @param {Case} one @returns {Record<string, Score>} */
function scoresOf(one) {
  const { wanted, found } = fillersIn(one);
  const pairs = matches(wanted, found);
  /** @type {Record<string, Score>} */
  const scores = { all: { wanted: wanted.length, found: found.length, hits: pairs.length } };
  for (const kind of KINDS) {
    scores[kind] = {
      wanted: wanted.filter((filler) => filler.kind === kind).length,
      found: found.filter((filler) => filler.kind === kind).length,
      hits: pairs.filter((pair) => pair.one.kind === kind && pair.match.kind === kind).length,
    };
  }
  return scores;
}

/** @param {Score[]} scores @returns {Score} */
const total = (scores) =>
  scores.reduce(
    (sum, one) => ({ wanted: sum.wanted + one.wanted, found: sum.found + one.found, hits: sum.hits + one.hits }),
    {
      wanted: 0,
      found: 0,
      hits: 0,
    },
  );

/** @param {Score} score */
function rates({ wanted, found, hits }) {
  const precision = hits / Math.max(1, found);
  const recall = hits / Math.max(1, wanted);
  return { precision, recall, f1: (2 * hits) / Math.max(1, wanted + found) };
}

/** The middle 95 % of F1 when the clips are drawn again with replacement, 2000 times. @param {Score[]} scores */
function interval(scores) {
  const random = randomFrom(1);
  const drawn = Array.from(
    { length: 2000 },
    () =>
      rates(total(scores.map(() => scores[Math.floor(random() * scores.length)] ?? { wanted: 0, found: 0, hits: 0 })))
        .f1,
  ).sort((a, b) => a - b);
  return `${(drawn[50] ?? NaN).toFixed(2)}–${(drawn[1949] ?? NaN).toFixed(2)}`;
}

/** @param {Case[]} cases with the times of their fillers */
export function fillerTable(cases) {
  const scores = cases.map(scoresOf);
  const rows = cases.map(({ file }, i) => {
    const { all, um, uh } = /** @type {Record<string, Score>} */ (scores[i]);
    return [file, all?.wanted ?? 0, all?.found ?? 0, all?.hits ?? 0, (um?.hits ?? 0) + (uh?.hits ?? 0)];
  });
  const summary = ['all', ...KINDS].map((kind) => {
    const own = scores.flatMap((score) => score[kind] ?? []);
    const sum = total(own);
    const { precision, recall, f1 } = rates(sum);
    return [
      kind === 'all' ? 'um or uh' : `${kind}, told as ${kind}`,
      sum.wanted,
      precision.toFixed(2),
      recall.toFixed(2),
      f1.toFixed(2),
      interval(own),
    ];
  });
  return [
    table(['file', 'known', 'found', 'right', 'right kind'], rows),
    '',
    table(['', 'known', 'precision', 'recall', 'F1', '95 % of redrawn clips'], summary),
    '',
  ].join('\n');
}
