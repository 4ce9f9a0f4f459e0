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

/** @param {Case[]} cases */
export function intervalTable(cases) {
  const rows = cases
    .filter(({ reference }) => reference.faces_by_time ?? reference.by_eye?.faces_by_time)
    .map(({ file, reference, answer }) => {
      const wanted = reference.faces_by_time?.segments ?? reference.by_eye.faces_by_time;
      const print = (/** @type {any[]} */ spans) =>
        spans
          .map(({ start, end, count }) => `${figure(start)}–${figure(end)}${count === undefined ? '' : ` ×${count}`}`)
          .join(', ') || 'none';
      const reference_ = wanted
        .map((/** @type {any[]} */ [start, end, count]) => `${start}–${end} ${count}`)
        .join(', ');
      return [file, reference_, print(answer.conditions.noFace), print(answer.conditions.faces)];
    });
  return table(['file', 'by construction or by eye', 'no face', 'several faces'], rows);
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

/** Share of the recording in which the face could be measured. @param {Case[]} cases */
export function coverageTable(cases) {
  const rows = cases
    .filter(({ answer }) => answer.media.video)
    .map(({ file, answer }) => {
      const seconds = answer.measures.find((/** @type {any} */ { id }) => id === 'gaze.towardShare')?.seconds ?? 0;
      return [file, figure(answer.media.seconds), percent(Math.min(1, seconds / Math.max(0.1, answer.media.seconds)))];
    });
  return table(['file', 's', 'gaze measured on'], rows);
}
