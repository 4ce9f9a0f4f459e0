import type { Policy } from '$lib/core/policy/schema.ts';
import type { Bank, Question } from '$lib/core/question.ts';
import type { Conductor, Inspection } from '$lib/session/contract.ts';
import { readPreference, writePreference } from '../preferences.ts';
import { toAppError, type ErrorCode } from '$lib/core/errors.ts';

/** What the person chose as the question of a file: none, one of a bank, or their own words. */
export type QuestionChoice = { kind: 'none' } | { kind: 'bank'; bank: string; id: string } | { kind: 'own' };

/** A file with the handle that some browsers give with it: it can be read again later without a copy. */
export type GivenFile = { readonly file: File; readonly handle?: FileSystemFileHandle };

/** A file on the start page, before anything of it is analysed. */
export class DraftFile {
  readonly id = crypto.randomUUID();
  readonly file: File;
  readonly handle: FileSystemFileHandle | undefined;
  readonly #abort = new AbortController();
  #inspection: Inspection | undefined = $state.raw();
  choice: QuestionChoice = $state({ kind: 'none' });
  ownText = $state('');

  constructor({ file, handle }: GivenFile) {
    this.file = file;
    this.handle = handle;
  }

  /** `undefined` while the file is being looked into. */
  get inspection(): Inspection | undefined {
    return this.#inspection;
  }

  get canStart(): boolean {
    return this.#inspection !== undefined && !('error' in this.#inspection);
  }

  async look(conductor: Conductor): Promise<void> {
    try {
      this.#inspection = await conductor.inspect(this.file, this.#abort.signal);
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      if (code !== 'cancelled') this.#inspection = { file: this.file, error: { code, message } };
    }
  }

  drop(): void {
    this.#abort.abort();
  }

  question(banks: readonly Bank[]): Question | null {
    const { choice } = this;
    if (choice.kind === 'bank') {
      return banks.find(({ id }) => id === choice.bank)?.questions.find(({ id }) => id === choice.id) ?? null;
    }
    const text = this.ownText.trim();
    return choice.kind === 'own' && text !== '' ? { id: `own-${this.id}`, text } : null;
  }
}

/** The form of the start page: files, their questions, the language, the session's name. */
export class ImportDraft {
  readonly #conductor: Conductor;
  readonly #opened: Promise<void>;
  readonly #policy: Policy;
  /** Offered as soon as they are loaded. */
  banks: readonly Bank[] = $state.raw([]);
  #files: readonly DraftFile[] = $state.raw([]);
  /** Said when files were not taken in. */
  #problem: ErrorCode | undefined = $state();
  #isStarting = $state(false);
  spokenLanguage: string = $state('auto');
  title = $state('');

  /** @param opened settles when the conductor may be asked; files given before that wait */
  constructor(conductor: Conductor, opened: Promise<void>, policy: Policy) {
    this.#conductor = conductor;
    this.#opened = opened;
    this.#policy = policy;
    const kept = readPreference('spoken-language');
    if (kept && this.languages.includes(kept)) this.spokenLanguage = kept;
  }

  get files(): readonly DraftFile[] {
    return this.#files;
  }

  get problem(): ErrorCode | undefined {
    return this.#problem;
  }

  get isStarting(): boolean {
    return this.#isStarting;
  }

  get limits(): Policy['limits'] {
    return this.#policy.limits;
  }

  /** Spoken languages offered. A policy may allow fewer; `auto` is there unless it allows only one. */
  get languages(): readonly string[] {
    const allowed = this.#policy.languages;
    const offered = ['en', 'id'].filter((language) => allowed.length === 0 || allowed.includes(language));
    return offered.length === 1 ? offered : ['auto', ...offered];
  }

  readonly ready: readonly DraftFile[] = $derived(this.#files.filter((file) => file.canStart));
  readonly isLooking: boolean = $derived(this.#files.some((file) => file.inspection === undefined));

  add(given: readonly GivenFile[]): void {
    const room = this.#policy.limits.files - this.#files.length;
    this.#problem = given.length > room ? 'file-too-many' : undefined;
    const fresh = given.slice(0, Math.max(0, room)).map((file) => new DraftFile(file));
    this.#files = [...this.#files, ...fresh];
    void this.#lookInto(fresh);
  }

  remove(file: DraftFile): void {
    file.drop();
    this.#files = this.#files.filter((other) => other !== file);
    this.#problem = undefined;
  }

  /** Hands the usable files to the conductor and empties the form. Answers the session's id. */
  async start(locale: string): Promise<string> {
    const files = this.ready;
    this.#isStarting = true;
    try {
      const questions = files.map((file) => file.question(this.banks));
      const session = await this.#conductor.importFiles(
        files.map(({ file }) => file),
        {
          title: this.title.trim() || undefined,
          language: this.spokenLanguage,
          questions,
          otherQuestions: this.#others(files, questions),
          locale,
          handles: files.map(({ handle }) => handle),
          vocabulary: this.#chosenBanks(files).flatMap(({ vocabulary }) => vocabulary ?? []),
        },
      );
      writePreference('spoken-language', this.spokenLanguage === 'auto' ? undefined : this.spokenLanguage);
      this.#files = [];
      this.title = '';
      return session;
    } finally {
      this.#isStarting = false;
    }
  }

  #chosenBanks(files: readonly DraftFile[]): Bank[] {
    const chosen = files.map(({ choice }) => (choice.kind === 'bank' ? choice.bank : undefined));
    return this.banks.filter(({ id }) => chosen.includes(id));
  }

  /** Questions to compare an answer with: those of the banks in use, else of all banks in reach. */
  #others(files: readonly DraftFile[], questions: readonly (Question | null)[]): Question[] {
    const banks = this.#chosenBanks(files);
    const own = questions.filter((question) => question !== null);
    const all = [...own, ...(banks.length > 0 ? banks : this.banks).flatMap((bank) => bank.questions)];
    return all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index);
  }

  /** One after the other: looking into a file is disk work, and ten at once are no faster. */
  async #lookInto(files: readonly DraftFile[]): Promise<void> {
    await this.#opened;
    for (const file of files) {
      if (this.#files.includes(file)) await file.look(this.#conductor);
    }
  }
}
