import type { Calibration } from './calibration.ts';
import type { AssessmentDraft } from './content/assess.ts';
import type { MediaFacts, Span } from './media.ts';
import type { AnswerEvent, Conditions, Finding, Measure, Series, Transcript, Without } from './report/schema.ts';
import type { Question } from './question.ts';
import type { SpeechLists } from './speech-lists.ts';
import type { TrackKey, Tracks } from './track.ts';

/** The workers that observe. */
export type Engine = 'frames' | 'samples' | 'text';

/**
 * What a policy may switch off, in groups that a person understands. A policy may also name one analyser by its id.
 */
export const CAPABILITIES = ['words', 'voice', 'voices', 'face', 'body', 'content', 'emotion'] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** The lane or chart that the report draws for an analyser's series and events. */
export type ChartKind = 'line' | 'events' | 'none';

/** A declared measure: what the report may contain, so that a contract test can check it. */
export type MeasureSpec = {
  /** Dotted, stable for ever, e.g. `speech.wpm`. */
  readonly id: string;
  readonly unit: string;
  /** Values outside are a bug. */
  readonly range: readonly [low: number, high: number];
  /** Band with source and grade, where one is published; per language where the band is. */
  readonly norm?: (language: string | undefined) => Norm | undefined;
};

export type Norm = {
  readonly low?: number;
  readonly high?: number;
  /** Where the band comes from, short, e.g. `Tauroza & Allison 1990`. */
  readonly source: string;
  /** A strong evidence … E none. */
  readonly grade: 'A' | 'B' | 'C' | 'D' | 'E';
};

/**
 * One thing Viva looks at. The manifest is light: what it computes is loaded when it is needed.
 * Its observer, where it has one, is `observe.<engine>.ts` in the same folder; the worker finds it by glob.
 */
export type Analyser = {
  /** Folder name, analyser id and track id. */
  readonly id: string;
  /** Raised when the same tracks would give other measures. */
  readonly version: number;
  readonly capability: Capability;
  /**
   * Its track is a tool of other analysers and says next to nothing by itself (where there is speech, how loud it is).
   * Where a policy switches off its capability it still observes for those that may run, and reports nothing.
   */
  readonly isInstrument?: boolean;
  /** Off until the person asks for it, where the policy allows it at all (`core/policy/choice.ts`). */
  readonly isOptional?: boolean;
  /** The worker its observer runs in; absent = it only measures what others observed. */
  readonly engine?: Engine;
  /** Ids of analysers whose tracks it reads, observers and measures alike. */
  readonly needs: readonly string[];
  /** Keys in models/manifest.json that its observer loads. */
  readonly models: readonly string[];
  /** What of a recording it needs. */
  readonly media: 'audio' | 'video';
  /** Frames a second that it asks for (frames engine only). */
  readonly ratePerSecond?: number;
  /** Version of its track, where it makes one. */
  readonly track?: TrackKey<unknown>;
  readonly chart: ChartKind;
  readonly measures: readonly MeasureSpec[];
  readonly measure: () => Promise<{ measure: MeasureFunction; advise?: AdviseFunction }>;
};

/** Everything a measure may know. Pure: same input, same output; no date, no randomness, no model. */
export type MeasureInput = {
  readonly tracks: Tracks;
  readonly media: MediaFacts;
  /** Language of the speech (two-letter), when it was found or given. */
  readonly language: string | undefined;
  readonly question: Question | null;
  /** Word lists of that language; those of English where it has none, with `language` telling. */
  readonly lists: SpeechLists | undefined;
  /** Present for live sessions; imports estimate their own from the first seconds. */
  readonly calibration?: Calibration;
};

export type { Calibration };

/** A measure before the registry adds the analyser's id and version and the norm of its spec. */
export type MeasureDraft = Without<Measure, 'unit' | 'norm' | 'analyser' | 'analyserVersion'>;

export type MeasureOutput = {
  readonly measures: readonly MeasureDraft[];
  readonly series?: readonly Series[];
  readonly events?: readonly AnswerEvent[];
  readonly conditions?: Partial<Conditions>;
  readonly transcript?: Transcript;
  /** What was found in the content, before its words are put in; only the analyser `assessment` gives it. */
  readonly assessment?: AssessmentDraft;
};

export type MeasureFunction = (input: MeasureInput) => MeasureOutput;

/** A finding before its words are put in: `code` is the key of a message of the analyser, `params` fill it. */
export type FindingDraft = Without<Finding, 'text'> & { readonly part: 'verbal' | 'nonVerbal' };

export type AdviseInput = {
  readonly output: MeasureOutput;
  /** By id, with norms; values of `null` are left out. */
  readonly values: Readonly<Record<string, number>>;
  readonly language: string | undefined;
  readonly question: Question | null;
};

export type AdviseFunction = (input: AdviseInput) => readonly FindingDraft[];

/** A measure with a value. */
export function measured(
  id: string,
  value: number,
  options: {
    seconds: number;
    evidence?: readonly Span[];
    confidence?: 'measured' | 'estimated';
    reason?: string;
    uncertainty?: number;
    range?: [number, number];
  },
): MeasureDraft {
  return {
    id,
    value,
    seconds: options.seconds,
    confidence: options.confidence ?? 'measured',
    evidence: (options.evidence ?? []).map(({ start, end }) => ({ start, end })),
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    ...(options.uncertainty === undefined ? {} : { uncertainty: options.uncertainty }),
    ...(options.range === undefined ? {} : { range: options.range }),
  };
}

/** A measure that could not be made. `reason` is a code with words in the locale files (`reason.<code>`). */
export function unavailable(id: string, reason: string, seconds = 0): MeasureDraft {
  return { id, value: null, seconds, confidence: 'unavailable', reason, evidence: [] };
}
