import { describe, expect, it } from 'vitest';
import {
  measured,
  type AdviseInput,
  type Analyser,
  type FindingDraft,
  type MeasureInput,
  type MeasureOutput,
} from '../analyser.ts';
import { Tracks } from '../track.ts';
import { PURPOSE, buildAnswer, buildReport, failedAnswer, type AnswerRequest } from './build.ts';
import { answerSchema, reportSchema } from './schema.ts';

const media = {
  name: 'a.mp4',
  mime: 'video/mp4',
  bytes: 10,
  sha256: 'ab',
  seconds: 30,
  video: null,
  audio: { sampleRate: 48000, channels: 1 },
};
const input: MeasureInput = { tracks: new Tracks([]), media, language: 'en', question: null, lists: undefined };

function analyser(id: string, output: () => MeasureOutput, more: Partial<Analyser> = {}): Analyser {
  return {
    id,
    version: 3,
    capability: 'words',
    needs: [],
    models: [],
    media: 'audio',
    chart: 'none',
    measures: [{ id: `${id}.value`, unit: 's', range: [0, 100] }],
    measure: () => Promise.resolve({ measure: output }),
    ...more,
  };
}

const request = (analysers: Analyser[], more: Partial<AnswerRequest> = {}): AnswerRequest => ({
  id: 'answer-1',
  analysers,
  input,
  stages: [{ id: 'samples', status: 'done', seconds: 1 }],
  catalog: { 'analysers.a.findings.too-many': 'There were {count} of them.' },
  locale: 'en',
  ...more,
});
const of = (value: number) => (): MeasureOutput => ({ measures: [measured('a.value', value, { seconds: 30 })] });
const throwing = (): MeasureOutput => {
  throw new Error('no');
};

describe('buildAnswer', () => {
  it('names what it was read against, never what that was; nothing for sound alone', async () => {
    const video = { width: 640, height: 480, fps: 30 };
    const calibration = { lens: { yaw: 3.25, pitch: -6 }, neutral: { mouthSmile: 0.0625 } };
    const seen = { ...input, media: { ...media, video } };
    const answer = await buildAnswer(request([], { input: { ...seen, calibration } }));
    expect(answer.calibrated).toEqual(['lens', 'neutral']);
    expect(JSON.stringify(answer)).not.toMatch(/3\.25|0\.0625/);
    expect(() => answerSchema.parse(answer)).not.toThrow();
    expect((await buildAnswer(request([], { input: seen }))).calibrated).toEqual([]);
    expect(await buildAnswer(request([], { input: { ...input, calibration } }))).not.toHaveProperty('calibrated');
  });

  it('adds unit, norm and analyser to each measure and passes the schema', async () => {
    const norm = { low: 1, high: 2, source: 'somebody', grade: 'C' as const };
    const answer = await buildAnswer(
      request([analyser('a', of(1.5), { measures: [{ id: 'a.value', unit: 's', range: [0, 9], norm: () => norm }] })]),
    );
    expect(answer.measures).toEqual([
      {
        id: 'a.value',
        value: 1.5,
        unit: 's',
        seconds: 30,
        confidence: 'measured',
        evidence: [],
        norm,
        analyser: 'a',
        analyserVersion: 3,
      },
    ]);
    expect(answerSchema.safeParse(answer).success).toBe(true);
    expect(answer.status).toBe('completed');
  });

  it.each([
    ['throws', [analyser('a', throwing)], {}, 'analyser-failed'],
    ['needs a picture that is not there', [analyser('a', of(1), { media: 'video' })], {}, 'no-video'],
    ['gave nothing', [analyser('a', () => ({ measures: [] }))], {}, 'not-observed'],
    [
      'has an observer that failed',
      [analyser('a', () => ({ measures: [] }))],
      { failed: [{ id: 'a' }] },
      'observer-failed',
    ],
    [
      'needs an observer that failed',
      [analyser('a', () => ({ measures: [] }), { needs: ['b'] }), analyser('b', of(1), { needs: ['c'], measures: [] })],
      { failed: [{ id: 'c' }] },
      'observer-failed',
    ],
    ['gave no number', [analyser('a', of(NaN))], {}, 'not-a-number'],
  ])('an analyser that %s is unavailable with its reason', async (_name, analysers, observed, reason) => {
    const answer = await buildAnswer(request(analysers, observed));
    expect(answer.measures[0]).toMatchObject({ id: 'a.value', value: null, confidence: 'unavailable', reason });
  });

  it('keeps the others when one throws', async () => {
    const other = analyser('b', () => ({ measures: [measured('b.value', 2, { seconds: 1 })] }));
    const answer = await buildAnswer(request([analyser('a', throwing), other]));
    expect(answer.measures.map(({ value }) => value)).toEqual([null, 2]);
  });

  it('leaves nothing of an analyser that the policy refuses', async () => {
    const answer = await buildAnswer(
      request([analyser('a', of(1))], { refused: new Map([['a', { by: 'capability', what: 'words' }]]) }),
    );
    expect(answer.measures).toEqual([]);
  });

  it('fills findings with words of the locale and recommends suggestions', async () => {
    const advise = ({ values }: AdviseInput): FindingDraft[] => [
      {
        kind: 'suggestion',
        code: 'too-many',
        params: { count: values['a.value'] ?? 0 },
        evidence: [{ start: 1, end: 2 }],
        part: 'verbal',
      },
      { kind: 'strength', code: 'unknown', params: {}, evidence: [], part: 'nonVerbal' },
    ];
    const advising = analyser('a', of(4), { measure: () => Promise.resolve({ measure: of(4), advise }) });
    const { feedback } = await buildAnswer(request([advising]));
    expect(feedback.verbal).toEqual([
      {
        kind: 'suggestion',
        code: 'too-many',
        params: { count: 4 },
        text: 'There were 4 of them.',
        evidence: [{ start: 1, end: 2 }],
      },
    ]);
    expect(feedback.nonVerbal[0]?.text).toBe('unknown');
    expect(feedback.recommendations.map(({ code }) => code)).toEqual(['too-many']);
  });

  it('is partial when a stage did not come through', async () => {
    const answer = await buildAnswer(
      request([], { stages: [{ id: 'frames', status: 'failed', seconds: 1, error: { code: 'x', message: 'y' } }] }),
    );
    expect(answer.status).toBe('partial');
  });
});

describe('buildReport', () => {
  const session = { id: 's', kind: 'import' as const, title: 't', processingSeconds: 1 };
  const make = (answers: Parameters<typeof buildReport>[0]['answers']) =>
    buildReport({
      app: { name: 'Viva', version: '0' },
      created: '2026-11-21T00:00:00Z',
      locale: 'en',
      policy: { id: 'default', off: ['emotion'] },
      session,
      plan: { analysers: [], threads: 1, backend: 'wasm', device: '' },
      answers,
    });
  const failed = failedAnswer({
    id: 'f',
    question: null,
    media: { name: 'x.mp4', mime: '' },
    stages: [],
    error: { stage: 'probe', code: 'file-empty', message: '' },
  });

  it('says what it is for and passes the schema', async () => {
    const report = make([await buildAnswer(request([])), failed]);
    expect(report.purpose).toBe(PURPOSE);
    expect(report.session.status).toBe('partial');
    expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  it('takes session scores as the mean of the answers that have one', async () => {
    const answer = await buildAnswer(request([]));
    const scored = (overall: number | null) => ({ ...answer, scores: { ...answer.scores, overall, content: overall } });
    expect(make([scored(60), scored(null), scored(75), failed]).scores).toMatchObject({
      overall: 67.5,
      content: 67.5,
      voice: null,
      weights: { content: 0.45, speech: 0.3, voice: 0.2, presence: 0.05 },
    });
  });

  it('is failed when every answer is', () => {
    expect(make([failed]).session.status).toBe('failed');
  });
});
