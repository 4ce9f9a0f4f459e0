import type { Span } from '../media.ts';
import type { Answer, Report } from './schema.ts';

/**
 * The assessment form that other systems read (design: product.md, "Report export"). Field names are theirs. What was
 * not measured is `null` or an empty list, never zero; `purpose` says what it may be used for.
 */
export type AssessmentForm =
  | {
      readonly session_id: string;
      readonly purpose: string;
      readonly video_count: number;
      /** Seconds. */
      readonly processing_time: number;
      readonly results: readonly (FormResult | FormFailure)[];
    }
  | { readonly session_id: string; readonly status: 'failed'; readonly error: FormError };

export type FormError = { readonly stage: string; readonly type: string; readonly message: string };
export type FormFailure = {
  readonly video_file: string;
  readonly pertanyaan: string | null;
  readonly error: FormError;
};

export type FormResult = {
  readonly video_file: string;
  readonly pertanyaan: string | null;
  readonly transkripsi_en: string | null;
  readonly transkripsi_id: string | null;
  /** Summary; by rules unless the report says that a model reworded it. */
  readonly kesimpulan_llm: string | null;
  /** 1–10. */
  readonly kualitas_jawaban: number | null;
  readonly cheating_detection: {
    readonly multiple_faces: readonly (Interval & { readonly count: number })[];
    /** Pictures without a face, where the rate of looking is known; the intervals themselves are in the report. */
    readonly no_face_frames: number | null;
    readonly looking_away: readonly Interval[];
    /** `null` = unsure. */
    readonly total_speakers: number | null;
  };
  readonly non_verbal_analysis: {
    /** Share of time toward the camera zone, 0–1. */
    readonly eye_contact: number | null;
    readonly blink_rate: number | null;
    /** Seconds by visible expression. */
    readonly expressions: Readonly<Record<string, number>>;
    readonly head_pose: Readonly<Record<string, number>>;
    readonly posture: Readonly<Record<string, number>>;
    /** Presence, 0–100. */
    readonly score: number | null;
  };
};

type Interval = { readonly start: number; readonly end: number; readonly confidence: number };

/** The form of a report; a session of which nothing could be read is the form's `failed`. */
export function assessmentForm(report: Report): AssessmentForm {
  const first = report.answers.find(({ error }) => error);
  if (report.session.status === 'failed') {
    return {
      session_id: report.session.id,
      status: 'failed',
      error: first ? errorOf(first) : { stage: 'session', type: 'unexpected', message: '' },
    };
  }
  return {
    session_id: report.session.id,
    purpose: report.purpose ?? '',
    video_count: report.answers.length,
    processing_time: report.session.processingSeconds,
    results: report.answers.map((answer) => resultOf(answer, report.plan)),
  };
}

function errorOf({ error }: Answer): FormError {
  return { stage: error?.stage ?? '', type: error?.code ?? 'unexpected', message: error?.message ?? '' };
}

function resultOf(answer: Answer, plan: Report['plan']): FormResult | FormFailure {
  const file = { video_file: answer.media.name, pertanyaan: answer.question?.text ?? null };
  if (answer.status === 'failed') return { ...file, error: errorOf(answer) };
  return {
    ...file,
    transkripsi_en: transcriptIn(answer, 'en'),
    transkripsi_id: transcriptIn(answer, 'id'),
    kesimpulan_llm: answer.assessment?.summary ? answer.assessment.summary : null,
    kualitas_jawaban: answer.assessment?.quality ?? null,
    cheating_detection: conditionsOf(answer, plan),
    non_verbal_analysis: nonVerbalOf(answer),
  };
}

/** What was said in a language: spoken in it or translated into it. */
function transcriptIn({ transcript }: Answer, language: string): string | null {
  if (transcript?.language === language) return transcript.text;
  return transcript?.translations.find((translation) => translation.language === language)?.text ?? null;
}

function conditionsOf({ conditions, measures }: Answer, plan: Report['plan']): FormResult['cheating_detection'] {
  const interval = ({ start, end, confidence }: Interval): Interval => ({ start, end, confidence });
  const rate = plan.analysers.find(({ id }) => id === 'face')?.ratePerSecond;
  const isSeen = measures.some(({ id, value }) => id === 'face.presentShare' && value !== null);
  const voices = { '1': 1, '2': 2, more: null, unsure: null } as const;
  return {
    multiple_faces: conditions.faces.map((span) => ({ ...interval(span), count: span.count })),
    no_face_frames: rate === undefined || !isSeen ? null : Math.round(totalSeconds(conditions.noFace) * rate),
    looking_away: conditions.lookingAway.map(interval),
    total_speakers: voices[conditions.voices.count],
  };
}

function nonVerbalOf({ measures, events, scores }: Answer): FormResult['non_verbal_analysis'] {
  const valueOf = (id: string) => measures.find((measure) => measure.id === id)?.value ?? null;
  const group = (prefix: string) =>
    Object.fromEntries(
      measures.flatMap(({ id, value }) =>
        id.startsWith(prefix) && value !== null ? [[id.slice(prefix.length), value] as const] : [],
      ),
    );
  const expressions: Record<string, number> = {};
  for (const { id, start, end } of events) {
    if (!id.startsWith('expression.')) continue;
    const name = id.slice('expression.'.length);
    expressions[name] = Math.round(100 * ((expressions[name] ?? 0) + end - start)) / 100;
  }
  return {
    eye_contact: valueOf('gaze.towardShare'),
    blink_rate: valueOf('blink.perMinute'),
    expressions,
    head_pose: group('head.'),
    posture: group('posture.'),
    score: scores.presence,
  };
}

function totalSeconds(spans: readonly Span[]): number {
  return spans.reduce((sum, { start, end }) => sum + end - start, 0);
}
