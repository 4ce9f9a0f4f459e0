import type { Span } from '../media.ts';
import type { Question } from '../question.ts';
import { STAR_PARTS, type StarPart } from './cues.ts';
import type { SentenceFacts } from './facts.ts';
import { quoteOf } from './quote.ts';
import { qualityOf, type ContentValues } from './quality.ts';
import type { AnswerReading } from './read-answer.ts';
import { summaryOf } from './summary.ts';

/** A sentence of the assessment: a template (`analysers.assessment.findings.<code>`), what fills it, where it shows. */
export type Note = {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly evidence: readonly Span[];
};

/** A question to ask next: a template, or words that somebody has written (the bank's own follow-up). */
export type FollowUp = { readonly note: Note } | { readonly text: string };

/** The assessment before its words are put in. */
export type AssessmentDraft = {
  /** Two or three of the answer's own sentences. */
  readonly summary: string;
  /** 1–10; `null` with the reason in `content.quality`. */
  readonly quality: number | null;
  readonly strengths: readonly Note[];
  readonly improvements: readonly Note[];
  readonly followUps: readonly FollowUp[];
  readonly structure: { readonly [Part in StarPart]: { quote: string; start: number; end: number } | null };
};

/** At most two things to work on, and two strengths for each: advice that is practised is short. */
const MOST_IMPROVEMENTS = 2;
const STRENGTHS_PER_IMPROVEMENT = 2;
const MOST_FOLLOW_UPS = 3;
/** From here on a doubt is told as the reason of a low rating. */
const TELLING_DOUBT = 0.75;

export type AssessInput = {
  readonly reading: AnswerReading;
  readonly values: ContentValues;
  readonly question: Question | null;
  /** Language of the speech, for key points in the same language. */
  readonly language: string;
};

/** Everything is a template filled with the answer's own words: the same answer gives the same assessment. */
export function assess({ reading, values, question, language }: AssessInput): AssessmentDraft {
  const improvements = improvementsOf(reading, question, language).slice(0, MOST_IMPROVEMENTS);
  const most = Math.max(1, improvements.length) * STRENGTHS_PER_IMPROVEMENT;
  const isAnswer = reading.likeness.value >= TELLING_DOUBT;
  return {
    summary: summaryOf(reading),
    quality: qualityOf(values),
    strengths: isAnswer ? strengthsOf(reading, values).slice(0, most) : [],
    improvements,
    followUps: followUpsOf(reading, question, language).slice(0, MOST_FOLLOW_UPS),
    structure: {
      situation: partOf(reading, 'situation'),
      task: partOf(reading, 'task'),
      action: partOf(reading, 'action'),
      result: partOf(reading, 'result'),
    },
  };
}

function partOf({ story }: AnswerReading, part: StarPart) {
  const found = story.parts[part];
  return found ? { quote: found.sentence.text, start: found.sentence.start, end: found.sentence.end } : null;
}

function note(code: string, sentences: readonly SentenceFacts[], params: Note['params'] = {}): Note {
  const [first] = sentences;
  return {
    code,
    params: { ...(first ? { quote: quoteOf(first.text) } : {}), ...params },
    evidence: sentences.map(({ start, end }) => ({ start, end })),
  };
}

/** Whether a story is what this question asks for. */
function wantsStory(question: Pick<Question, 'type'> | null, reading: AnswerReading): boolean {
  if (question?.type === 'behavioural') return true;
  const isOpen = question?.type === undefined || question.type === 'general';
  return isOpen && reading.structure === countOf(reading.story.parts) && countOf(reading.story.parts) >= 2;
}

function countOf(parts: object): number {
  return Object.values(parts).filter((part) => part !== null).length;
}

/** Sentences that tell an own act, the one that stands for the story's action first. */
function actionsOf({ story, sentences }: AnswerReading): SentenceFacts[] {
  const best = story.parts.action?.sentence;
  const told = sentences.filter((sentence) => sentence.hasAction && !sentence.isHabitual && sentence !== best);
  return best ? [best, ...told] : told;
}

function strengthsOf(reading: AnswerReading, values: ContentValues): Note[] {
  const { story, sentences, reasoning } = reading;
  const actions = actionsOf(reading);
  const numbers = sentences.filter((sentence) => sentence.numbers.length > 0);
  const { result, situation } = story.parts;
  const covered = reading.keyPoints.filter(({ isCovered }) => isCovered);
  const notes: (Note | false)[] = [
    result !== null && result.sentence.numbers.length > 0 && note('result-with-figure', [result.sentence]),
    actions.length >= 2 && note('own-actions', actions.slice(0, 3), { count: actions.length }),
    countOf(story.parts) === 4 &&
      note(
        'whole-story',
        STAR_PARTS.flatMap((part) => story.parts[part]?.sentence ?? []),
      ),
    result !== null && result.sentence.numbers.length === 0 && note('result-told', [result.sentence]),
    countOf(reasoning) === 4 && reasoning.reason !== null && note('well-reasoned', [reasoning.reason.sentence]),
    numbers.length >= 2 &&
      note('concrete-figures', numbers.slice(0, 3), {
        figures: numbers
          .flatMap((sentence) => sentence.numbers)
          .slice(0, 3)
          .join(', '),
      }),
    covered.length >= 2 && {
      code: 'key-points-touched',
      params: { count: covered.length, total: reading.keyPoints.length },
      evidence: [],
    },
    situation !== null && note('situation-set', [situation.sentence]),
    (values['content.relevanceMargin'] ?? 0) >= 0.24 && { code: 'on-topic', params: {}, evidence: [] },
  ];
  return notes.filter((each) => each !== false);
}

/** What matters most first: what makes it hardly an answer, then missing parts, then what is not concrete. */
function improvementsOf(reading: AnswerReading, question: Question | null, language: string): Note[] {
  const { story, sentences, likeness } = reading;
  const doubts = likeness.doubts
    .filter(({ value }) => value < TELLING_DOUBT)
    .map(({ reason }) => doubtNote(reason, sentences));
  if (doubts.length > 0) return doubts;
  const actions = sentences.filter(({ hasAction, isHabitual }) => hasAction && !isHabitual);
  const habitual = sentences.filter(({ isHabitual }) => isHabitual);
  const hasNumbers = sentences.some(({ numbers }) => numbers.length > 0);
  // Without an act there is no story to complete; then the result, which is left out most often (design: norms.md).
  const missing = (['action', 'result', 'situation', 'task'] as const).filter((part) => story.parts[part] === null);
  const open = reading.keyPoints.findIndex(({ isCovered }) => !isCovered);
  const keyPoint = open < 0 ? undefined : keyPointText(question, open, language);
  const isStory = wantsStory(question, reading);
  const notes: (Note | false)[] = [
    ...(isStory ? missing.map((part) => note(`missing-${part}`, [])) : []),
    !isStory && reading.reasoning.example === null && note('missing-example', []),
    !isStory && reading.reasoning.reason === null && note('missing-reason', []),
    actions.length === 0 && habitual[0] !== undefined && note('too-general', habitual.slice(0, 2)),
    !hasNumbers && note('no-figures', story.parts.result ? [story.parts.result.sentence] : []),
    keyPoint !== undefined && { code: 'missing-key-point', params: { keyPoint }, evidence: [] },
    reading.wordCount < 60 && note('say-more', [], { count: reading.wordCount }),
  ];
  return notes.filter((each) => each !== false);
}

function doubtNote(reason: string, sentences: readonly SentenceFacts[]): Note {
  const echoed = sentences.filter(({ isEcho }) => isEcho).slice(0, 2);
  return note(reason, reason === 'echo' ? echoed : sentences.slice(0, 1));
}

/** A key point in the language of the answer, where the bank has it. */
function keyPointText(question: Question | null, index: number, language: string): string | undefined {
  return question?.translations?.[language]?.keyPoints?.[index] ?? question?.keyPoints?.[index];
}

function followUpsOf(reading: AnswerReading, question: Question | null, language: string): FollowUp[] {
  const isStory = wantsStory(question, reading);
  const missing = isStory
    ? (['action', 'result', 'situation', 'task'] as const).filter((p) => !reading.story.parts[p])
    : [];
  const keyPoints = reading.keyPoints.flatMap(({ isCovered }, index) => {
    const keyPoint = isCovered ? undefined : keyPointText(question, index, language);
    return keyPoint === undefined ? [] : [{ note: { code: 'ask-key-point', params: { keyPoint }, evidence: [] } }];
  });
  const hasNumbers = reading.sentences.some(({ numbers }) => numbers.length > 0);
  const own = question?.translations?.[language]?.followUp ?? question?.followUp;
  return [
    ...missing.slice(0, 2).map((part) => ({ note: note(`ask-${part}`, []) })),
    ...keyPoints.slice(0, 1),
    ...(own === undefined ? [] : [{ text: own }]),
    ...(hasNumbers ? [] : [{ note: note('ask-figures', []) }]),
    ...keyPoints.slice(1),
    { note: note('ask-learned', []) },
    { note: note('ask-differently', []) },
  ];
}
