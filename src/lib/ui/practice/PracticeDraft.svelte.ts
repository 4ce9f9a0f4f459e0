import { toAppError, type ErrorCode } from '$lib/core/errors.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import type { Bank, Question } from '$lib/core/question.ts';
import type { PracticeSetup } from '$lib/session/practice-contract.ts';
import { readPreference, writePreference } from '../preferences.ts';
import { questionsOfFile, questionsOfText, setOfBank, someOf, type QuestionSet } from './question-choice.ts';

/** Where the questions come from: the id of a bank, or one of the other two ways. */
export type SourceId = `bank:${string}` | 'own' | 'file';

/** Seconds, or as each question says. */
export type TimeChoice = number | 'question';

export const THINKING_CHOICES: readonly TimeChoice[] = ['question', 0, 15, 30, 60];
export const ANSWER_CHOICES: readonly TimeChoice[] = ['question', 60, 90, 120, 180];

/** Where a question gives no times of its own. The bank's usual ones. */
const USUAL_THINKING_SECONDS = 30;
const USUAL_ANSWER_SECONDS = 120;
/** A first session that is over in ten minutes. */
const USUAL_COUNT = 3;

const isOn = (name: 'voice-only' | 'captions' | 'cues') => readPreference(name) === 'on';

/** What a person chooses before a session. */
export class PracticeDraft {
  readonly #policy: Policy;
  readonly #locale: string;
  #banks: readonly Bank[] = $state.raw([]);
  #source: SourceId = $state('own');
  #picked: readonly string[] = $state.raw([]);
  #ownText = $state('');
  #file: QuestionSet | undefined = $state.raw();
  #problem: { readonly code: ErrorCode; readonly message: string } | undefined = $state.raw();
  language: string = $state('en');
  thinking: TimeChoice = $state('question');
  answering: TimeChoice = $state('question');
  hasCamera = $state(!isOn('voice-only'));
  hasCaptions = $state(isOn('captions'));
  hasCues = $state(isOn('cues'));

  constructor(policy: Policy, locale: string) {
    this.#policy = policy;
    this.#locale = locale;
    const kept = readPreference('spoken-language');
    const wanted = kept !== undefined && this.languages.includes(kept) ? kept : locale;
    this.language = this.languages.includes(wanted) ? wanted : this.languages[0]!;
  }

  get banks(): readonly Bank[] {
    return this.#banks;
  }

  /** Takes the host's banks in and proposes the first one. */
  offer(banks: readonly Bank[]): void {
    this.#banks = banks;
    const general = banks.find(({ id }) => id === 'general') ?? banks[0];
    if (general) this.source = `bank:${general.id}`;
  }

  /** Spoken languages offered; a policy may allow fewer. */
  get languages(): readonly string[] {
    const allowed = this.#policy.languages;
    const offered = ['en', 'id'].filter((language) => allowed.length === 0 || allowed.includes(language));
    return offered.length === 1 ? offered : [...offered, 'auto'];
  }

  get source(): SourceId {
    return this.#source;
  }

  set source(source: SourceId) {
    this.#source = source;
    this.#problem = undefined;
    this.#pickFirst(source === 'own' ? Infinity : USUAL_COUNT);
  }

  get ownText(): string {
    return this.#ownText;
  }

  set ownText(text: string) {
    this.#ownText = text;
    this.#pickFirst(Infinity);
  }

  get file(): QuestionSet | undefined {
    return this.#file;
  }

  get problem(): { readonly code: ErrorCode; readonly message: string } | undefined {
    return this.#problem;
  }

  readonly set: QuestionSet = $derived.by(() => {
    const bank = this.#banks.find(({ id }) => this.#source === `bank:${id}`);
    if (bank) return setOfBank(bank, this.#locale);
    if (this.#source === 'file' && this.#file) return this.#file;
    const questions = this.#source === 'own' ? questionsOfText(this.#ownText) : [];
    return { title: '', questions, vocabulary: [] };
  });

  readonly questions: readonly Question[] = $derived(this.set.questions.filter(({ id }) => this.#picked.includes(id)));

  /** Minutes that the session takes about, thinking included. */
  readonly minutes: number = $derived(
    Math.max(
      1,
      Math.round(
        this.questions
          .map((question) => this.#timed(question))
          .reduce((sum, { thinkingSeconds, answerSeconds }) => sum + thinkingSeconds + answerSeconds, 0) / 60,
      ),
    ),
  );

  isPicked(question: Question): boolean {
    return this.#picked.includes(question.id);
  }

  pick(question: Question, isPicked: boolean): void {
    const others = this.#picked.filter((id) => id !== question.id);
    this.#picked = isPicked ? [...others, question.id] : others;
  }

  /** So many questions: those picked first, then others in their order. */
  takeCount(count: number): void {
    const { questions } = this.set;
    const wanted = Math.min(questions.length, Math.max(1, count));
    const byPick = [...questions].sort((a, b) => Number(this.isPicked(b)) - Number(this.isPicked(a)));
    this.#picked = byPick.slice(0, wanted).map(({ id }) => id);
  }

  shuffle(): void {
    this.#picked = someOf(this.set.questions, this.questions.length).map(({ id }) => id);
  }

  async read(file: File): Promise<void> {
    this.#problem = undefined;
    try {
      this.#file = await questionsOfFile(file, this.#locale);
      this.#pickFirst(USUAL_COUNT);
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      this.#problem = { code, message };
    }
  }

  /** What the engine is given. Keeps the small choices for the next time. */
  setup(ownTitle: string): PracticeSetup {
    writePreference('voice-only', this.hasCamera ? undefined : 'on');
    writePreference('captions', this.hasCaptions ? 'on' : undefined);
    writePreference('cues', this.hasCues ? 'on' : undefined);
    writePreference('spoken-language', this.language === 'auto' ? undefined : this.language);
    const others = this.#source === 'own' ? this.#banks.flatMap((bank) => bank.questions) : this.set.questions;
    return {
      ...{ title: this.set.title || ownTitle, language: this.language, locale: this.#locale },
      questions: this.questions.map((question) => this.#timed(question)),
      otherQuestions: others.filter((question) => !this.isPicked(question)),
      vocabulary: this.set.vocabulary,
      ...{ thinkingSeconds: USUAL_THINKING_SECONDS, answerSeconds: USUAL_ANSWER_SECONDS },
      ...{ hasCaptions: this.hasCaptions, hasCues: this.hasCues },
    };
  }

  #pickFirst(count: number): void {
    this.#picked = this.set.questions.slice(0, count).map(({ id }) => id);
  }

  #timed(question: Question): Question & { thinkingSeconds: number; answerSeconds: number } {
    const { thinking, answering } = this;
    return {
      ...question,
      thinkingSeconds: thinking === 'question' ? (question.thinkingSeconds ?? USUAL_THINKING_SECONDS) : thinking,
      answerSeconds: answering === 'question' ? (question.answerSeconds ?? USUAL_ANSWER_SECONDS) : answering,
    };
  }
}
