// Events against marks made by eye (tests/marks/eye.json).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { figure, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */
/** @typedef {{ start: number, end: number }} Span */
/** @typedef {{ file: string, seconds: number, doubtful?: Record<string, number[][]>, seen?: string[] } & Record<string, any>} Clip */

/** Kinds of marks, and the events that must agree with them. @type {Readonly<Record<string, readonly string[]>>} */
const KINDS = {
  smile: ['expression.smile'],
  browsRaised: ['expression.browsRaised'],
  mouthOpen: ['expression.mouthOpen'],
  lipsPressed: ['expression.lipsPressed'],
  headTurn: ['head.turn'],
  tilt: ['head.tilt'],
  lookDown: ['gaze.down'],
  gazeAway: ['gaze.away', 'gaze.down'],
  handNearFace: ['gesture.handNearFace'],
  gesture: ['gesture.stroke'],
};
/** An event counts for a mark when they share this much of the shorter one. */
const LEAST_SHARED = 0.5;
/** A blink is right within this of its mark, as with the blinks of the manifest. Seconds. */
const BLINK_SECONDS = 0.35;

/** @returns {Clip[]} */
export function readMarks() {
  const file = path.resolve(import.meta.dirname, '../../tests/marks/eye.json');
  return JSON.parse(readFileSync(file, 'utf8')).clips;
}

/** @param {Span} a @param {Span} b */
const shared = (a, b) => Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
/** @param {Span} a @param {Span} b */
const agree = (a, b) => shared(a, b) >= LEAST_SHARED * Math.max(0.05, Math.min(a.end - a.start, b.end - b.start));
/** @param {number[][] | undefined} marks @returns {Span[]} */
const toSpans = (marks) => (marks ?? []).map(([start = 0, end = 0]) => ({ start, end }));

/**
 * Marks found, and events that are right, of one kind in one clip; several events may share one mark, and the other way
 * round, because a long look may be told in pieces. Events in doubtful stretches count neither way.
 *
 * @param {Span[]} marks @param {Span[]} events @param {Span[]} doubtful
 */
export function agreement(marks, events, doubtful) {
  const judged = events.filter(
    (event) =>
      marks.some((mark) => agree(mark, event)) ||
      doubtful.every((span) => shared(span, event) < LEAST_SHARED * (event.end - event.start)),
  );
  return {
    marks: marks.length,
    found: marks.filter((mark) => judged.some((event) => agree(mark, event))).length,
    events: judged.length,
    right: judged.filter((event) => marks.some((mark) => agree(mark, event))).length,
  };
}

/** @param {Case[]} cases */
export function marksTable(cases) {
  const clips = readMarks();
  const rows = Object.entries(KINDS).map(([kind, ids]) => {
    const sum = { clips: 0, marks: 0, found: 0, events: 0, right: 0 };
    for (const clip of clips) {
      const one = cases.find(({ file }) => file === clip.file);
      if (!one || clip[kind] === undefined) continue;
      const events = one.answer.events.filter((/** @type {any} */ { id }) => ids.includes(id));
      const {
        marks,
        found,
        events: judged,
        right,
      } = agreement(toSpans(clip[kind]), events, toSpans(clip.doubtful?.[kind]));
      sum.clips += 1;
      sum.marks += marks;
      sum.found += found;
      sum.events += judged;
      sum.right += right;
    }
    return [kind, sum.clips, sum.marks, sum.found, sum.events, sum.right, f1Of(sum), recallRange(sum)];
  });
  rows.push(blinkRow(clips, cases));
  return `${table(['kind', 'clips', 'marked', 'found', 'events', 'right', 'F1', 'recall, 95 %'], rows)}

How the marks were made, and which recordings they are of: tests/marks/README.md. Where nothing is marked, every event is
wrong: such clips only show false alarms. With so few marks the interval of the recall (Wilson) says more than F1. A hand
whose arm is out of the picture isn't seen by MediaPipe's pose: such hands before the face are the ones missed, and the
measure says \`hands-out-of-picture\` there.`;
}

/** @param {{ marks: number, found: number, events: number, right: number }} sum */
function f1Of({ marks, found, events, right }) {
  const precision = right / Math.max(1, events);
  const recall = found / Math.max(1, marks);
  return marks === 0 ? '–' : figure((2 * precision * recall) / Math.max(1e-9, precision + recall), 2);
}

/** Wilson's interval of the share of marks that were found. @param {{ marks: number, found: number }} sum */
export function recallRange({ marks, found }) {
  if (marks === 0) return '–';
  const z = 1.96;
  const share = found / marks;
  const middle = (share + (z * z) / (2 * marks)) / (1 + (z * z) / marks);
  const half = (z / (1 + (z * z) / marks)) * Math.sqrt((share * (1 - share)) / marks + (z * z) / (4 * marks * marks));
  return `${figure(Math.max(0, middle - half), 2)}–${figure(Math.min(1, middle + half), 2)}`;
}

/** Blinks, which are moments. @param {Clip[]} clips @param {Case[]} cases */
function blinkRow(clips, cases) {
  const sum = { clips: 0, marks: 0, found: 0, events: 0, right: 0 };
  for (const clip of clips) {
    const one = cases.find(({ file }) => file === clip.file);
    if (!one || !clip.blink) continue;
    const [from, to] = clip.blinkWindow ?? [0, clip.seconds];
    const events = one.answer.events.filter(
      (/** @type {any} */ { id, start }) => id === 'blink' && start >= from && start < to,
    );
    const doubtful = toSpans(clip.doubtful?.blink);
    const free = new Set(events);
    for (const at of clip.blink) {
      const match = [...free].find(({ start, end }) => Math.abs((start + end) / 2 - at) <= BLINK_SECONDS);
      if (!match) continue;
      free.delete(match);
      sum.found += 1;
    }
    const unsure = [...free].filter((event) => doubtful.some((span) => agree(span, event))).length;
    sum.clips += 1;
    sum.marks += clip.blink.length;
    sum.events += events.length - unsure;
    sum.right += events.length - free.size;
  }
  return ['blink', sum.clips, sum.marks, sum.found, sum.events, sum.right, f1Of(sum), recallRange(sum)];
}
