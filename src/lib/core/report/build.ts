import type { Analyser, MeasureInput } from '../analyser.ts';
import { calibratedParts } from '../calibration.ts';
import type { Note } from '../content/assess.ts';
import { QUALITY_FORMULA } from '../content/quality.ts';
import { findMessage, type Catalog } from '../messages.ts';
import type { Policy } from '../policy/schema.ts';
import type { Question } from '../question.ts';
import { DEFAULT_WEIGHTS, sessionScores } from '../score/scores.ts';
import { printFormula } from '../score/formula.ts';
import { SCORE_FORMULAS, scoreAnswer } from '../score/score-answer.ts';
import type { AnalyserReading } from './analyser-reading.ts';
import { conditionsOf, emptyConditions, measureAnswer, transcriptOf, type Observed } from './measure-answer.ts';
import type { Answer, Assessment, Finding, Report, Stage, Weights, Without } from './schema.ts';

/** Said in every report, because law and honesty ask for it (design: law.md, EU AI Act Annex III). */
export const PURPOSE = 'self-practice, not for grading or hiring';

export type AnswerRequest = Observed & {
  readonly id: string;
  readonly analysers: readonly Analyser[];
  readonly input: MeasureInput;
  readonly stages: readonly Stage[];
  readonly weights?: Weights | undefined;
  /** Words of the locale that the report is written in, with `analysers.<id>.findings.<code>`. */
  readonly catalog: Catalog;
  readonly locale: string;
};

type Words = Pick<AnswerRequest, 'catalog' | 'locale'>;

/** Makes an answer out of its tracks: pure but for loading the analysers' code. Same input, same answer. */
export async function buildAnswer(request: AnswerRequest): Promise<Answer> {
  const { analysers, input, stages } = request;
  const readings = await measureAnswer(analysers, input, request);
  const measures = readings.flatMap((reading) => reading.measures);
  const transcript = transcriptOf(readings);
  const { name, mime, seconds, sha256, video, audio } = input.media;
  return {
    id: request.id,
    question: questionOf(input.question),
    // Skipped is what the recording has nothing for, or what the policy forbids: nothing is missing from the answer.
    status:
      stages.every(({ status }) => status === 'done' || status === 'skipped') && (request.failed ?? []).length === 0
        ? 'completed'
        : 'partial',
    media: { name, mime, seconds, sha256, video, audio },
    ...(video ? { calibrated: calibratedParts(input.calibration) } : {}),
    stages: [...stages],
    transcript,
    measures,
    series: readings.flatMap(({ output }) => [...(output.series ?? [])]),
    events: readings
      .flatMap(({ output }) => [...(output.events ?? [])])
      .sort((a, b) => a.start - b.start || a.end - b.end || a.id.localeCompare(b.id)),
    ...scoreAnswer(measures, {
      weights: request.weights ?? DEFAULT_WEIGHTS,
      language: input.language,
      questionType: input.question?.type,
    }),
    assessment: assessmentOf(readings, request),
    conditions: conditionsOf(readings),
    feedback: feedbackOf(readings, request),
  };
}

/** An answer whose recording could not be read at all: everything empty, and why. */
export function failedAnswer(failure: {
  readonly id: string;
  readonly question: Question | null;
  readonly media: { readonly name: string; readonly mime: string; readonly seconds?: number; readonly sha256?: string };
  readonly stages: readonly Stage[];
  readonly error: { readonly stage: string; readonly code: string; readonly message: string };
}): Answer {
  const { id, question, media, stages, error } = failure;
  return {
    id,
    question: questionOf(question),
    status: 'failed',
    error,
    media: {
      name: media.name,
      mime: media.mime,
      seconds: media.seconds ?? 0,
      sha256: media.sha256 ?? '',
      video: null,
      audio: null,
    },
    stages: [...stages],
    transcript: null,
    measures: [],
    series: [],
    events: [],
    subscores: [],
    assessment: null,
    conditions: emptyConditions(),
    scores: { overall: null, content: null, speech: null, voice: null, presence: null },
    feedback: { verbal: [], nonVerbal: [], recommendations: [] },
  };
}

export type ReportRequest = Pick<Report, 'app' | 'created' | 'locale'> & {
  readonly policy: Pick<Policy, 'id' | 'off' | 'weights'>;
  readonly session: Without<Report['session'], 'status'>;
  readonly plan: Report['plan'];
  readonly answers: readonly Answer[];
  readonly weights?: Weights | undefined;
  readonly comments?: Report['comments'];
};

/** Puts the answers of a session into one report. */
export function buildReport(request: ReportRequest): Report {
  const { app, created, locale, policy, session, plan, answers } = request;
  return {
    type: 'viva/report',
    version: 1,
    status: 'draft',
    app,
    created,
    locale,
    purpose: PURPOSE,
    policy: { id: policy.id, off: [...policy.off] },
    session: { ...session, status: sessionStatus(answers) },
    plan,
    answers: [...answers],
    scores: {
      ...sessionScores(answers),
      weights: request.weights ?? policy.weights ?? DEFAULT_WEIGHTS,
      formulas: SCORE_FORMULAS,
    },
    comments: request.comments ?? [],
  };
}

function sessionStatus(answers: readonly Answer[]): Report['session']['status'] {
  if (answers.every(({ status }) => status === 'completed')) return 'completed';
  return answers.every(({ status }) => status === 'failed') ? 'failed' : 'partial';
}

function questionOf(question: Question | null): Answer['question'] {
  if (!question) return null;
  const { id, text, type, keyPoints } = question;
  return { id, text, ...(type === undefined ? {} : { type }), ...(keyPoints === undefined ? {} : { keyPoints }) };
}

/** The assessment in the words of the locale. Its analyser's findings say the same sentences with their moments. */
function assessmentOf(readings: readonly AnalyserReading[], words: Words): Assessment | null {
  const reading = readings.find(({ output }) => output.assessment);
  const draft = reading?.output.assessment;
  if (!draft) return null;
  const text = (note: Note) => textOf(reading.analyser.id, note, words);
  return {
    summary: draft.summary,
    quality: draft.quality,
    ...(draft.quality === null ? {} : { formula: printFormula(QUALITY_FORMULA) }),
    strengths: draft.strengths.map(text),
    improvements: draft.improvements.map(text),
    followUps: draft.followUps.map((followUp) => ('text' in followUp ? followUp.text : text(followUp.note))),
    followUpNotes: draft.followUps.map((followUp) =>
      'text' in followUp ? null : { code: followUp.note.code, params: { ...followUp.note.params } },
    ),
    structure: draft.structure,
    by: 'rules',
  };
}

/** At most this many next things to try: more than one or two are not practised. */
const MOST_RECOMMENDATIONS = 3;

function feedbackOf(readings: readonly AnalyserReading[], words: Words) {
  const feedback: Answer['feedback'] = { verbal: [], nonVerbal: [], recommendations: [] };
  for (const { analyser, findings } of readings) {
    for (const draft of findings) {
      const { part, ...rest } = draft;
      const finding: Finding = { ...rest, text: textOf(analyser.id, draft, words) };
      feedback[part].push(finding);
    }
  }
  // What to say comes before how to say it: content weighs most in the score.
  const own = new Set(readings.find(({ output }) => output.assessment)?.findings.map(({ code }) => code));
  const suggestions = [...feedback.verbal, ...feedback.nonVerbal].filter(({ kind }) => kind === 'suggestion');
  const ordered = [
    ...suggestions.filter(({ code }) => own.has(code)),
    ...suggestions.filter(({ code }) => !own.has(code)),
  ];
  feedback.recommendations.push(...ordered.slice(0, MOST_RECOMMENDATIONS));
  return feedback;
}

/** A finding whose words are missing shows its code: ugly, and so it is found. */
function textOf(analyser: string, { code, params }: Pick<Note, 'code' | 'params'>, { catalog, locale }: Words): string {
  return findMessage(catalog, `analysers.${analyser}.findings.${code}`, params, locale) ?? code;
}
