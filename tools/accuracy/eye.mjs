// Faces, blinks, smiles and gaze against what was seen by eye.
import { valueOf } from './references.mjs';
import { figure, percent, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */

/** @param {any} eye */
const facesOf = (eye) => eye.faces ?? eye.faces_in_every_sampled_frame;

/** @param {Case[]} cases */
export function faceTable(cases) {
  const known = cases.filter(({ reference }) => reference.by_eye && facesOf(reference.by_eye) !== undefined);
  let exact = 0;
  const rows = known.map(({ file, reference, answer }) => {
    const wanted = facesOf(reference.by_eye);
    const found = valueOf(answer, 'face.maxCount');
    if (found === wanted) exact += 1;
    const present = valueOf(answer, 'face.presentShare');
    return [file, wanted, found ?? '–', present === null || present === undefined ? '–' : percent(present)];
  });
  return `${table(['file', 'faces by eye', 'most faces found', 'face present'], rows)}\n\n${exact} of ${known.length} exact.`;
}

/** @typedef {{ start: number, end: number }} Span */

/**
 * Stretches of one count by construction, each edge with the time that the change takes: one who walks out is neither
 * there nor gone meanwhile.
 *
 * @param {[start: number, end: number, count: number | string][]} segments @param {(count: number) => boolean} isWanted
 */
function wantedSpans(segments, isWanted) {
  return segments.flatMap(([start, end, count], i) => {
    if (typeof count !== 'number' || !isWanted(count)) return [];
    const [before, after] = [segments[i - 1], segments[i + 1]];
    const isChange = (/** @type {typeof before} */ segment) => typeof segment?.[2] === 'string';
    return [
      {
        start: [isChange(before) ? before[0] : start, start],
        end: [end, isChange(after) ? after[1] : end],
      },
    ];
  });
}

/**
 * How far the edges found lie from those by construction, at most, s; Infinity where one is missing or too many.
 *
 * @param {{ start: number[], end: number[] }[]} wanted @param {Span[]} found
 */
export function edgesOff(wanted, found) {
  if (wanted.length !== found.length) return Infinity;
  const off = (/** @type {number} */ at, /** @type {number[]} */ [low = 0, high = 0]) =>
    Math.max(0, low - at, at - high);
  return Math.max(
    0,
    ...wanted.flatMap(({ start, end }, i) => [off(found[i]?.start ?? NaN, start), off(found[i]?.end ?? NaN, end)]),
  );
}

/** @param {Case[]} cases */
export function intervalTable(cases) {
  const rows = cases
    .filter(({ reference }) => reference.faces_by_time ?? reference.by_eye?.faces_by_time)
    .map(({ file, reference, answer }) => {
      const segments = reference.faces_by_time?.segments ?? reference.by_eye.faces_by_time;
      const print = (/** @type {any[]} */ spans) =>
        spans
          .map(({ start, end, count }) => `${figure(start)}–${figure(end)}${count === undefined ? '' : ` ×${count}`}`)
          .join(', ') || 'none';
      const known = segments.map((/** @type {any[]} */ [start, end, count]) => `${start}–${end} ${count}`).join(', ');
      const { noFace, faces } = answer.conditions;
      const off = Math.max(
        edgesOff(
          wantedSpans(segments, (count) => count === 0),
          noFace,
        ),
        edgesOff(
          wantedSpans(segments, (count) => count > 1),
          faces,
        ),
      );
      const verdict = Number.isFinite(off) ? figure(off, 2) : 'one too many or missing';
      return [file, known, print(noFace), print(faces), verdict];
    });
  return table(['file', 'by construction or by eye', 'no face', 'several faces', 'edges off at most s'], rows);
}

/** @param {Case[]} cases */
export function blinkTable(cases) {
  let wanted = 0;
  let found = 0;
  let hits = 0;
  const rows = cases
    .filter(({ reference }) => reference.by_eye?.blinks?.times_s)
    .map(({ file, reference, answer }) => {
      const { times_s: times, window_s: window } = reference.by_eye.blinks;
      const [from, to] = window ?? [0, answer.media.seconds];
      const events = answer.events.filter(
        (/** @type {any} */ { id, start }) => id === 'blink' && start >= from && start <= to,
      );
      const free = new Set(events);
      let right = 0;
      for (const time of times) {
        const match = [...free].find(({ start, end }) => Math.abs((start + end) / 2 - time) <= 0.35);
        if (!match) continue;
        free.delete(match);
        right += 1;
      }
      wanted += times.length;
      found += events.length;
      hits += right;
      return [file, times.length, events.length, right];
    });
  const precision = hits / Math.max(1, found);
  const recall = hits / Math.max(1, wanted);
  const f1 = (2 * precision * recall) / Math.max(1e-9, precision + recall);
  return `${table(['file', 'blinks by eye', 'found', 'right (±0.35 s)'], rows)}\n\nF1 ${f1.toFixed(2)} over ${wanted} blinks.`;
}

/** @param {Case[]} cases */
export function lookTable(cases) {
  const rows = cases
    .filter(({ reference }) => reference.by_eye?.looks_at_camera ?? reference.by_eye?.smile)
    .map(({ file, reference, answer }) => [
      file,
      reference.by_eye.looks_at_camera ?? '–',
      figure(valueOf(answer, 'gaze.towardShare'), 2),
      reference.by_eye.smile ?? '–',
      figure(valueOf(answer, 'expression.smileShare'), 2),
      reference.by_eye.shoulders_level ?? '–',
      figure(valueOf(answer, 'posture.shoulderTiltDeg'), 1),
    ]);
  return table(['file', 'looks at camera', 'toward share', 'smile', 'smile share', 'shoulders level', 'tilt °'], rows);
}
