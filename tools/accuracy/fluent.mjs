// Filled pauses that nobody said: in recordings whose exact text has none.
import { fillerKind } from './fillers.mjs';
import { figure, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */

/** @param {Case[]} cases */
export function fluentTable(cases) {
  const fluent = cases.filter(
    ({ reference }) =>
      reference.transcript?.text &&
      !reference.transcript.text.split(/\s+/).some((/** @type {string} */ word) => fillerKind(word)),
  );
  const folders = [...new Set(fluent.map(({ file }) => file.split('/')[0] ?? ''))];
  const row = (/** @type {string} */ name, /** @type {Case[]} */ some) => {
    const minutes = some.reduce((sum, { answer }) => sum + answer.media.seconds, 0) / 60;
    const wrong = some.flatMap(({ file, answer }) =>
      (answer.transcript?.words ?? [])
        .filter((/** @type {any} */ { filler }) => filler === 'um' || filler === 'uh')
        .map((/** @type {any} */ { text, start }) => `${file} “${text}” at ${start.toFixed(1)} s`),
    );
    return [
      name,
      some.length,
      figure(minutes),
      wrong.length,
      figure(wrong.length / Math.max(0.1, minutes), 2),
      wrong.join('; ') || '–',
    ];
  };
  const rows = folders.map((name) =>
    row(
      name,
      fluent.filter(({ file }) => file.startsWith(`${name}/`)),
    ),
  );
  return table(['folder', 'clips', 'minutes', 'um, uh found', 'a minute', 'which'], [...rows, row('**all**', fluent)]);
}
