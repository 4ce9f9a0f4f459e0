// What the optional analyser `emotion` calls stretches whose expression is plain to the eye (tests/marks/eye.json).
import { readMarks } from './marks.mjs';
import { figure, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */

/** Seconds of a stretch that a measure's evidence covers. @param {any} measure @param {number} start @param {number} end */
const coveredSeconds = (measure, start, end) =>
  measure.evidence.reduce(
    (/** @type {number} */ sum, /** @type {any} */ span) =>
      sum + Math.max(0, Math.min(end, span.end) - Math.max(start, span.start)),
    0,
  );

/** @param {Case[]} cases */
export function emotionTable(cases) {
  /** @type {Map<string, { seconds: number, same: number, unclear: number, other: number, stretches: number }>} */
  const byKind = new Map();
  for (const { file, emotion = [] } of readMarks()) {
    const one = cases.find((/** @type {Case} */ other) => other.file === file);
    const measures = one?.answer.measures.filter(
      (/** @type {any} */ { id, value }) => id.startsWith('emotion.') && value !== null,
    );
    if (!measures?.length) continue;
    for (const [start, end, kind] of emotion) {
      const sum = byKind.get(kind) ?? { seconds: 0, same: 0, unclear: 0, other: 0, stretches: 0 };
      sum.stretches += 1;
      sum.seconds += end - start;
      for (const measure of measures) {
        const seconds = coveredSeconds(measure, start, end);
        if (measure.id === `emotion.${kind}Share`) sum.same += seconds;
        else if (measure.id === 'emotion.unclearShare') sum.unclear += seconds;
        else sum.other += seconds;
      }
      byKind.set(kind, sum);
    }
  }
  const rows = [...byKind].map(([kind, { stretches, seconds, same, unclear, other }]) => [
    kind,
    stretches,
    ...[seconds, same, unclear, other].map((value) => figure(value)),
  ]);
  const talking = cases
    .filter(({ file }) => /^A_talking/.test(file))
    .flatMap(({ answer }) =>
      answer.measures.filter((/** @type {any} */ { id, value }) => id.startsWith('emotion.') && value),
    )
    .reduce((sums, { id, value, seconds }) => {
      sums[id] = (sums[id] ?? 0) + value * seconds;
      return sums;
    }, /** @type {Record<string, number>} */ ({}));
  const total = Object.values(talking).reduce((sum, value) => sum + value, 0);
  const shares = Object.entries(talking)
    .sort((a, b) => b[1] - a[1])
    .map(([id, value]) => `${id.replace(/^emotion\.|Share$/g, '')} ${Math.round((100 * value) / total)} %`);
  return `${table(['plain to the eye', 'stretches', 's', 'called so, s', 'unclear, s', 'called otherwise, s'], rows)}

Stretches of under a second are shown only as shares, so they don't count here. People of A_talking who talk without a plain
expression, over ${figure(total, 0)} s: ${shares.join(', ') || 'too short to be measured'}.`;
}
