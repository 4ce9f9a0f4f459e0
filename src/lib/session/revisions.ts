import type { Analyser } from '$lib/core/analyser.ts';
import { AppError, toAppError } from '$lib/core/errors.ts';
import type { MediaFacts } from '$lib/core/media.ts';
import { USUAL_RECOGNISER } from '$lib/core/recogniser.ts';
import type { Correction } from '$lib/core/report/correction.ts';
import { inRulesWords, reword, type LanguageModel } from '$lib/core/language-model/reword.ts';
import type { Answer, Assessment, Report, Weights } from '$lib/core/report/schema.ts';
import { mergeComments } from '$lib/core/report/comments.ts';
import { weigh, weightsFor } from '$lib/core/report/weigh.ts';
import type { Track } from '$lib/core/track.ts';
import type { Progress } from '$lib/engines/jobs.ts';
import type { JobRow, SessionRow } from '$lib/storage/rows.ts';
import type { Store } from '$lib/storage/store.ts';
import { answerInput } from './answer-input.ts';
import type { Revision, StudioOptions } from './contract.ts';
import { asCorrected, correctionsRow, wordObservers, type KeptCorrections } from './corrections.ts';
import { planSession, unobserved, type SessionPlan } from './plan.ts';
import type { Engines } from './ports.ts';
import type { Reports } from './reports.ts';

export type RevisionsContext = {
  readonly store: Store;
  readonly reports: Reports;
  readonly engines: Engines;
  readonly registry: readonly Analyser[];
  readonly options: StudioOptions;
  /** For WASM inference. */
  readonly threads: number;
  /** Told the new line of a session in the list. */
  readonly onRow: (session: SessionRow) => void;
};

/** An answer of this device, with all that it is made of. */
type Source = {
  readonly job: JobRow;
  readonly session: SessionRow;
  readonly media: MediaFacts;
  readonly plan: SessionPlan;
  readonly tracks: readonly Track[];
};

/** A language model at work on a report. */
type Rewording = {
  readonly model: LanguageModel;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
};

/** What the owner of a report changes in it: words, weights, notes. Observations stay as they are. */
export class Revisions {
  readonly #context: RevisionsContext;
  /** The answer that is being corrected: its tracks are megabytes, and words come one after the other. */
  #source: Source | undefined;
  #comparing: AbortController | undefined;

  constructor(context: RevisionsContext) {
    this.#context = context;
  }

  /** Has everything read once and warms the sentence model, so that the first correction is as quick as the next. */
  async prepare(answerId: string): Promise<void> {
    const source = await this.#find(answerId);
    const kept = { sha256: source.job.sha256 ?? '', corrections: [], remade: [] };
    const report = await this.#context.reports.of(source.session.id);
    const answer = report?.answers.find(({ id }) => id === answerId);
    if (report && answer) await this.#answer(source, asCorrected(source.tracks, kept), report, answer);
    // Never called off: a model that is half open would be opened again.
    await this.#compare(source, kept, new AbortController().signal);
  }

  async correct(answerId: string, corrections: readonly Correction[]): Promise<Revision> {
    const signal = this.#alone();
    const source = await this.#find(answerId);
    const kept: KeptCorrections = { sha256: source.job.sha256 ?? '', corrections: [...corrections], remade: [] };
    await this.#context.store.saveTrack(answerId, correctionsRow(kept));
    const report = await this.#remake(source, kept);
    // Without corrections everything is as it was observed.
    const complete = corrections.length === 0 ? Promise.resolve(report) : this.#complete(source, kept, signal);
    return { report, complete };
  }

  /** @param weights `undefined`: back to the usual ones */
  weigh(sessionId: string, weights: Weights | undefined): Promise<Report> {
    const { policy } = this.#context.options;
    return this.#revise(sessionId, (report) => weigh(report, weightsFor(policy, weights)));
  }

  note(sessionId: string, comments: Report['comments']): Promise<Report> {
    return this.#revise(sessionId, (report) => ({ ...report, comments: [...comments] }));
  }

  /**
   * Summary and tips in a language model's words, as far as they hold against the facts. What is corrected or made again
   * meanwhile keeps the words of the rules. `undefined` where nothing was reworded.
   */
  async reword(sessionId: string, { model, signal, onProgress }: Rewording): Promise<Report | undefined> {
    const report = await this.#context.reports.of(sessionId);
    const reworded = new Map<string, { before: string; after: Assessment }>();
    for (const answer of report?.answers ?? []) {
      const onText = (done: number, total: number) => {
        onProgress({ stage: 'run', done, total });
      };
      const done = await reword(answer, { model, locale: report?.locale ?? 'en', signal, onText });
      const before = JSON.stringify(answer.assessment);
      if (done && JSON.stringify(done.assessment) !== before)
        reworded.set(answer.id, { before, after: done.assessment });
    }
    if (reworded.size === 0) return undefined;
    return this.#reassess(sessionId, ({ id, assessment }) => {
      const found = reworded.get(id);
      return found?.before === JSON.stringify(assessment) ? found.after : assessment;
    });
  }

  /** The rules' own words again. */
  restoreWords(sessionId: string): Promise<Report> {
    return this.#reassess(sessionId, ({ assessment }) => assessment && inRulesWords(assessment));
  }

  #reassess(sessionId: string, assess: (answer: Answer) => Assessment | null): Promise<Report> {
    return this.#revise(sessionId, (now) => ({
      ...now,
      answers: now.answers.map((answer) => ({ ...answer, assessment: assess(answer) })),
    }));
  }

  /**
   * A report file that somebody gives back: its notes join those of the report it is a copy of. `undefined` where the
   * report isn't of this device.
   */
  async takeBack(report: Report): Promise<string | undefined> {
    const own = await this.#context.store.sessions.get(report.session.id);
    if (!own || own.isForeign || !(await this.#context.reports.of(own.id))) return undefined;
    await this.#revise(own.id, (before) => ({
      ...before,
      comments: mergeComments(before.comments, report.comments),
    }));
    return own.id;
  }

  /** Another change of words makes what was still being compared worthless. */
  #alone(): AbortSignal {
    this.#comparing?.abort();
    this.#comparing = new AbortController();
    return this.#comparing.signal;
  }

  async #find(answerId: string): Promise<Source> {
    const { store, registry, options } = this.#context;
    const job = await store.jobs.get(answerId);
    const known = this.#source;
    // Analysed again meanwhile, it has other tracks.
    if (known && known.job.id === job?.id && known.job.processingSeconds === job.processingSeconds) return known;
    const session = job && (await store.sessions.get(job.sessionId));
    const tracks = await store.tracks(answerId);
    const media = job?.media as MediaFacts | undefined;
    if (!session || !media || tracks.length === 0) {
      throw new AppError('storage-failed', `nothing is kept that ${answerId} could be made of again`);
    }
    this.#source = { job, session, media, plan: planSession(registry, options.policy, media), tracks };
    return this.#source;
  }

  async #remake(source: Source, kept: KeptCorrections, left: ReadonlySet<string> = new Set()): Promise<Report> {
    const { job, session } = source;
    const tracks = asCorrected(source.tracks, kept).filter(({ id }) => !left.has(id));
    return this.#revise(session.id, async (report) => {
      const before = report.answers.find(({ id }) => id === job.id);
      if (!before) throw new AppError('storage-failed', `the report has no answer ${job.id}`);
      const answer = await this.#answer(source, tracks, report, before);
      const answers = report.answers.map((other) => (other.id === answer.id ? { ...before, ...answer } : other));
      return weigh({ ...report, answers }, weightsFor(this.#context.options.policy, report.scores.weights));
    });
  }

  #answer(source: Source, tracks: readonly Track[], { scores }: Report, { stages }: Answer): Promise<Answer> {
    const { engines, registry, options } = this.#context;
    const { job, session, media, plan } = source;
    const failed = unobserved(plan, tracks, 'not-observed');
    const policy = { weights: weightsFor(options.policy, scores.weights) };
    const facts = { job, session, media, plan, tracks, failed, registry, policy, stages };
    return engines.answer({ ...answerInput(facts), isRevised: true }, { signal: new AbortController().signal });
  }

  /** What is made of the words by a model follows; where that fails it is left out, for the old would be wrong. */
  async #complete(source: Source, kept: KeptCorrections, signal: AbortSignal): Promise<Report> {
    const { store } = this.#context;
    try {
      const remade = await this.#compare(source, kept, signal);
      const whole = { ...kept, remade: remade as KeptCorrections['remade'] };
      await store.saveTrack(source.job.id, correctionsRow(whole));
      return await this.#remake(source, whole);
    } catch (thrown) {
      if (signal.aborted) throw new AppError('cancelled');
      await this.#remake(source, kept, new Set(wordObservers(source.plan).map(({ id }) => id)));
      throw toAppError(thrown);
    }
  }

  async #compare(source: Source, kept: KeptCorrections, signal: AbortSignal): Promise<readonly Track[]> {
    const { engines, options, threads } = this.#context;
    const { job, session, media, plan } = source;
    const observers = wordObservers(plan);
    if (observers.length === 0) return [];
    const { id, question } = job;
    const { language, otherQuestions, vocabulary } = session;
    const input = {
      // They read words, never the sound.
      file: new Blob(),
      plan: { container: '', mime: '', tracks: [], playable: false, seconds: media.seconds, origin: 0 },
      ...{ media, observers, tracks: asCorrected(source.tracks, kept).filter(({ id: name }) => name === 'transcript') },
      options: {
        ...{ language, question, otherQuestions, vocabulary, threads },
        ...{ assets: options.assets, recogniser: USUAL_RECOGNISER },
      },
    };
    const onStep = () => undefined;
    const { tracks, failed } = await engines.observe('text', input, { signal, lane: 0, onStep });
    if (failed[0]) throw new AppError('model-failed', `${id}: ${failed[0].message}`);
    return tracks;
  }

  #revise(sessionId: string, change: (report: Report) => Report | Promise<Report>): Promise<Report> {
    return this.#context.reports.revise(sessionId, change, this.#context.onRow);
  }
}
