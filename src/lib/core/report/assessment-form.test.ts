import { describe, expect, it } from 'vitest';
import { assessmentForm } from './assessment-form.ts';
import { PURPOSE, buildReport, failedAnswer } from './build.ts';
import { emptyConditions } from './measure-answer.ts';
import type { Answer, Measure } from './schema.ts';

const failed = failedAnswer({
  id: 'f',
  question: { id: 'q', text: 'Why?' },
  media: { name: 'b.mp4', mime: '' },
  stages: [],
  error: { stage: 'probe', code: 'file-empty', message: 'nothing in it' },
});
const measure = (id: string, value: number): Measure => ({
  ...{ id, value, unit: '', seconds: 1, confidence: 'measured', evidence: [], analyser: 'x', analyserVersion: 1 },
});
const answer: Answer = {
  ...failed,
  id: 'a',
  status: 'completed',
  media: { ...failed.media, name: 'a.mp4' },
  transcript: {
    language: 'id',
    languageConfidence: 1,
    text: 'Saya pergi.',
    words: [],
    translations: [{ language: 'en', text: 'I went.', by: 'whisper-base' }],
  },
  measures: [measure('gaze.towardShare', 0.7), measure('face.presentShare', 0.9), measure('posture.slouch', 0.1)],
  events: [
    { id: 'expression.smile', start: 1, end: 2.5, confidence: 1 },
    { id: 'expression.smile', start: 4, end: 5, confidence: 1 },
    { id: 'pause', start: 0, end: 1, confidence: 1 },
  ],
  assessment: {
    summary: 'Saya pergi.',
    quality: 6.5,
    strengths: [],
    improvements: [],
    followUps: [],
    structure: { situation: null, task: null, action: null, result: null },
    by: 'rules',
  },
  conditions: {
    ...emptyConditions(),
    faces: [{ start: 1, end: 2, count: 2, confidence: 0.8 }],
    noFace: [{ start: 3, end: 5, confidence: 0.9 }],
    voices: { count: '2', confidence: 0.7, turns: [] },
  },
  scores: { overall: 60, content: 60, speech: null, voice: null, presence: 71 },
};
delete answer.error;

const reportOf = (answers: Answer[]) =>
  buildReport({
    app: { name: 'Viva', version: '0' },
    created: '',
    locale: 'en',
    policy: { id: 'default', off: [] },
    session: { id: 's1', kind: 'import', title: '', processingSeconds: 12 },
    plan: { analysers: [{ id: 'face', version: 1, ratePerSecond: 5 }], threads: 1, backend: 'wasm', device: '' },
    answers,
  });

describe('assessmentForm', () => {
  it('has the eight fields of each video, and what it may be used for', () => {
    expect(assessmentForm(reportOf([answer, failed]))).toEqual({
      session_id: 's1',
      purpose: PURPOSE,
      video_count: 2,
      processing_time: 12,
      results: [
        {
          video_file: 'a.mp4',
          pertanyaan: 'Why?',
          transkripsi_en: 'I went.',
          transkripsi_id: 'Saya pergi.',
          kesimpulan_llm: 'Saya pergi.',
          kualitas_jawaban: 6.5,
          cheating_detection: {
            multiple_faces: [{ start: 1, end: 2, confidence: 0.8, count: 2 }],
            no_face_frames: 10,
            looking_away: [],
            total_speakers: 2,
          },
          non_verbal_analysis: {
            eye_contact: 0.7,
            blink_rate: null,
            expressions: { smile: 2.5 },
            head_pose: {},
            posture: { slouch: 0.1 },
            score: 71,
          },
        },
        {
          video_file: 'b.mp4',
          pertanyaan: 'Why?',
          error: { stage: 'probe', type: 'file-empty', message: 'nothing in it' },
        },
      ],
    });
  });

  it('does not turn what was not measured into zero', () => {
    const blind = { ...answer, measures: [], events: [], conditions: emptyConditions(), assessment: null };
    const form = assessmentForm(reportOf([blind]));
    expect('results' in form && form.results[0]).toMatchObject({
      kesimpulan_llm: null,
      kualitas_jawaban: null,
      cheating_detection: { no_face_frames: null, total_speakers: null },
      non_verbal_analysis: { eye_contact: null },
    });
  });

  it('says why a whole session failed', () => {
    expect(assessmentForm(reportOf([failed]))).toEqual({
      session_id: 's1',
      status: 'failed',
      error: { stage: 'probe', type: 'file-empty', message: 'nothing in it' },
    });
  });
});
