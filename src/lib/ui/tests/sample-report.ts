import { registry } from '$lib/analysers/registry.ts';
import type { Answer, Measure, Report, Word } from '$lib/core/report/schema.ts';
import { SCORE_FORMULAS, scoreAnswer } from '$lib/core/score/score-answer.ts';
import { DEFAULT_WEIGHTS } from '$lib/core/score/scores.ts';

/** A report as the app makes them, of any length, for tests of the pages. Not a recording of anybody. */

const SENTENCES = [
  'In my last job I was, um, responsible for the weekly stock report.',
  'The numbers came from three shops and they never agreed with each other.',
  'So I asked the managers to send me their lists on the same evening, every week.',
  'At first that was, you know, not popular at all.',
  'I visited each shop once and showed them what the report was for.',
  'After two months the differences went down from twelve to two percent.',
  'What I learned is that people send good data when they see what it does.',
];

function wordsFor(seconds: number): Word[] {
  const words: Word[] = [];
  let at = 0.8;
  for (let line = 0; at < seconds - 6; line += 1) {
    for (const text of SENTENCES[line % SENTENCES.length]!.split(' ')) {
      const filler = /^um/.test(text) ? 'um' : /^(you|know),?$/.test(text) ? 'discourse' : undefined;
      const length = 0.12 + text.length * 0.045;
      words.push({
        ...{ text, start: at, end: at + length, confidence: words.length % 23 === 7 ? 0.4 : 0.95 },
        ...(filler ? { filler } : {}),
      });
      at += length + 0.06;
    }
    at += line % 3 === 2 ? 1.8 : 0.5;
  }
  return words;
}

function confidenceOf(isMissing: boolean, place: number): Pick<Measure, 'confidence' | 'reason'> {
  if (isMissing) return { confidence: 'unavailable', reason: 'too-dark' };
  return place % 4 === 1 ? { confidence: 'estimated', reason: 'not-calibrated' } : { confidence: 'measured' };
}

/** A value in the middle of the declared range or band, so that every measure of the registry is on the page. */
function measuresFor(seconds: number, words: readonly Word[]): Measure[] {
  return registry.flatMap((analyser) =>
    analyser.measures.map((spec, place): Measure => {
      const { id, unit, range, norm } = spec;
      const band = norm?.('en');
      const low = band?.low ?? band?.high ?? Math.max(range[0], 0);
      const middle = low + ((band?.high ?? low * 1.1 + 1) - low) * 0.6;
      const isMissing = place === 2 && analyser.media === 'video';
      const around = words.slice(place * 7, place * 7 + 30).filter((_, index) => index % 10 === 0);
      return {
        ...{ id, unit, seconds: isMissing ? 0 : seconds },
        value: isMissing ? null : Math.min(range[1], Math.round(middle * 100) / 100),
        ...confidenceOf(isMissing, place),
        evidence: isMissing ? [] : around.map(({ start, end }) => ({ start, end: end + 2 })),
        ...(band ? { norm: { ...band } } : {}),
        ...{ analyser: analyser.id, analyserVersion: analyser.version },
      };
    }),
  );
}

export function sampleAnswer(seconds: number, id = 'answer-1'): Answer {
  const words = wordsFor(seconds);
  const measures = measuresFor(seconds, words);
  const wave = (step: number, middle: number, swing: number, from = 0) =>
    Array.from({ length: Math.floor(seconds / step) }, (_, index) =>
      index % 90 > 80 ? null : middle + swing * Math.sin(index / 9 + from) * Math.cos(index / 31),
    );
  const fillers = words.filter(({ filler }) => filler !== undefined);
  return {
    id,
    question: { id: 'q1', text: 'Tell me about a time when you improved something that annoyed everybody.' },
    status: 'completed',
    media: {
      ...{ name: 'answer one.webm', mime: 'video/webm', seconds, sha256: 'a'.repeat(64) },
      video: { width: 640, height: 360, fps: 30 },
      audio: { sampleRate: 48_000, channels: 1 },
    },
    stages: ['probe', 'store', 'samples', 'text', 'frames', 'report'].map((stage, index) => ({
      ...{ id: stage, status: 'done' as const, seconds: index * 3 },
    })),
    transcript: {
      ...{ language: 'en', languageConfidence: 0.98, text: words.map(({ text }) => text).join(' '), words },
      translations: [],
    },
    measures,
    series: [
      { id: 'pace.wpm', unit: 'wpm', start: 7.5, step: 1, values: wave(1, 150, 35) },
      { id: 'pitch', unit: 'st', start: 0, step: 0.1, values: wave(0.1, 0, 3.5) },
      { id: 'loudness', unit: 'LUFS', start: 0, step: 0.5, values: wave(0.5, -23, 4, 2) },
    ],
    events: [
      ...words
        .filter((_, index) => index % 12 === 0)
        .map(({ start }) => ({ id: 'speech', start, end: start + 4.2, confidence: 0.9 })),
      ...fillers.map(({ start, end, filler }) => ({ id: `filler-${filler ?? ''}`, start, end, confidence: 0.8 })),
    ],
    ...scoreAnswer(measures, { weights: DEFAULT_WEIGHTS, language: 'en', questionType: 'behavioural' }),
    assessment: null,
    conditions: {
      faces: [{ start: 21, end: 24.5, count: 2, confidence: 0.7 }],
      noFace: [],
      lookingAway: [
        { start: 5, end: 8, confidence: 0.8 },
        { start: 31, end: 33, confidence: 0.6 },
      ],
      voices: { count: '1', confidence: 0.8, turns: [] },
    },
    feedback: {
      verbal: [
        {
          ...{ kind: 'strength' as const, code: 'pace-steady', params: { wpm: 148 } },
          text: 'At 148 words a minute you are easy to follow, and your pace stayed even.',
          evidence: [{ start: 12, end: 20 }],
        },
        {
          ...{ kind: 'suggestion' as const, code: 'fillers-some', params: { rate: 6 } },
          text: 'You used 6 fillers a minute.',
          evidence: fillers.slice(0, 3).map(({ start, end }) => ({ start, end })),
        },
      ],
      nonVerbal: [],
      recommendations: [],
    },
  };
}

export function sampleReport(seconds = 80, answers = 1): Report {
  const list = Array.from({ length: answers }, (_, index) => sampleAnswer(seconds, `answer-${index + 1}`));
  return {
    ...{ type: 'viva/report', version: 1, status: 'draft', created: '2026-11-21T08:00:00.000Z', locale: 'en' },
    app: { name: 'Viva', version: '0.1.0' },
    purpose: 'self-practice, not for grading or hiring',
    policy: { id: 'default', off: ['emotion'] },
    session: {
      id: 'session-1',
      kind: 'import',
      title: 'Warehouse interview',
      status: 'completed',
      processingSeconds: 41,
    },
    plan: {
      analysers: registry.map(({ id, version }) => ({ id, version })),
      ...{ threads: 2, backend: 'wasm', device: 'Linux, 2 cores' },
    },
    answers: list,
    scores: { ...list[0]!.scores, weights: DEFAULT_WEIGHTS, formulas: SCORE_FORMULAS },
    comments: [],
  };
}
