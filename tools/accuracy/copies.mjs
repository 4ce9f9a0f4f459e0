// Copies of recordings that show or say the same: what they measure must lie within the uncertainty that is stated, or be
// withheld.
import path from 'node:path';
import { percent, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */
/** @typedef {{ file: string, reference: { of: string, how: string } }} Copy */

/** Copies are longer or shorter by a picture. */
const ROUNDING = 1.01;

/** A measure of a report, if it has a value. @param {any} answer @param {string} id */
function measureOf(answer, id) {
  const measure = answer.measures.find((/** @type {any} */ one) => one.id === id);
  return typeof measure?.value === 'number' ? measure : undefined;
}

/** What became of every measure that an original has. @param {Case} copy @param {Case} original @param {(id: string) => boolean} isCompared */
function fates(copy, original, isCompared) {
  return original.answer.measures.flatMap((/** @type {any} */ { id }) => {
    const before = isCompared(id) ? measureOf(original.answer, id) : undefined;
    if (!before) return [];
    const after = measureOf(copy.answer, id);
    if (!after) return [{ fate: 'withheld', line: '' }];
    const allowed = Math.max(before.uncertainty ?? 0, after.uncertainty ?? 0);
    // One event more of so many seconds is one event more, though a copy has a picture less.
    const fate = Math.abs(after.value - before.value) <= ROUNDING * allowed + 1e-9 ? 'within' : 'beyond';
    const change = `${before.value.toFixed(2)} → ${after.value.toFixed(2)} (±${allowed.toFixed(2)})`;
    return [{ fate, line: `${copy.reference.how}, ${path.basename(copy.reference.of)}: ${id} ${change}` }];
  });
}

/**
 * @param {Case[]} copies @param {Case[]} originals
 * @param {{ ways: string[], isCompared: (id: string) => boolean }} options what was done to copies; measures that count
 */
export function copiesTable(copies, originals, { ways, isCompared }) {
  /** @type {string[]} */
  const beyond = [];
  const rows = ways.map((how) => {
    const all = copies
      .filter(({ reference }) => reference.how === how)
      .flatMap((copy) => {
        const original = originals.find(({ file }) => file === copy.reference.of);
        return original ? fates(copy, original, isCompared) : [];
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
