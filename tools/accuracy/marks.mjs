// Events against marks made by eye (tests/marks/eye.json), and how much of the harder pictures could be measured.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { figure, percent, table } from './table.mjs';

/** @typedef {import('./references.mjs').Case} Case */
/** @typedef {{ start: number, end: number }} Span */
/** @typedef {{ file: string, seconds: number, doubtful?: Record<string, number[][]>, seen?: string[] } & Record<string, any>} Clip */

/** Kinds of marks, and the events that must agree with them. @type {Readonly<Record<string, readonly string[]>>} */
const KINDS = {
  smile: ['expression.smile'],
  headTurn: ['head.turn'],
  tilt: ['head.tilt'],
  lookDown: ['gaze.down'],
  gazeAway: ['gaze.away', 'gaze.down'],
  handNearFace: ['gesture.handNearFace'],
};
/** An event counts for a mark when they share this much of the shorter one. */
const LEAST_SHARED = 0.5;

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
    const precision = sum.right / Math.max(1, sum.events);
    const recall = sum.found / Math.max(1, sum.marks);
    const f1 = sum.marks === 0 ? '–' : figure((2 * precision * recall) / Math.max(1e-9, precision + recall), 2);
    return [kind, sum.clips, sum.marks, sum.found, sum.events, sum.right, f1];
  });
  return `${table(['kind', 'clips', 'marked', 'found', 'events', 'right', 'F1'], rows)}

Where nothing is marked, every event is wrong: such clips only show false alarms. The recordings hold no clear head turn
and no look down of their own, so these two kinds have no F1.`;
}

/** What is looked for, and what to call it. */
const HARDER = {
  darker: 'darker skin',
  glasses: 'glasses',
  headCover: 'head cover',
  backlight: 'backlight or bright background',
};

/** Share of each harder recording on which the face could be measured. @param {Case[]} cases */
export function harderTable(cases) {
  const clips = readMarks();
  const rows = Object.entries(HARDER).flatMap(([id, name]) => {
    const found = clips.filter(({ file, seen }) => seen?.includes(id) && cases.some((one) => one.file === file));
    if (found.length === 0) return [[name, 'none in the recordings', '–', '–']];
    return found.map(({ file }) => {
      const { answer } = /** @type {Case} */ (cases.find((one) => one.file === file));
      const measure = (/** @type {string} */ wanted) =>
        answer.measures.find((/** @type {any} */ { id: measureId }) => measureId === wanted);
      const present = measure('face.presentShare');
      const gaze = measure('gaze.towardShare');
      return [
        name,
        file,
        typeof present?.value === 'number' ? percent(present.value) : (present?.reason ?? '–'),
        gaze?.value === null || gaze === undefined
          ? (gaze?.reason ?? '–')
          : percent(Math.min(1, gaze.seconds / Math.max(0.1, answer.media.seconds))),
      ];
    });
  });
  return `${table(['what', 'file', 'face present', 'gaze measured on'], rows)}

Missing in the recordings: somebody with darker skin who speaks to the camera for long, a head scarf, a window behind the
speaker.`;
}
