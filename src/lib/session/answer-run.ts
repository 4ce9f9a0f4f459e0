import type { Analyser, Engine } from '$lib/core/analyser.ts';
import { AppError, isErrorCode, toAppError } from '$lib/core/errors.ts';
import type { MediaFacts } from '$lib/core/media.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import type { Answer, Word } from '$lib/core/report/schema.ts';
import type { Track } from '$lib/core/track.ts';
import { makePace, tellSpeech, type SharedPace } from '$lib/engines/frames/shared-pace.ts';
import type { ObserveInput, ObserveStep } from '$lib/engines/jobs.ts';
import type { MediaPlan } from '$lib/media/plan.ts';
import type { SessionRow } from '$lib/storage/rows.ts';
import type { Store } from '$lib/storage/store.ts';
import { answerInput } from './answer-input.ts';
import { AnswerTracks } from './answer-tracks.ts';
import { scheduleFor, type Device } from './device.ts';
import { EngineRun } from './engine-run.ts';
import type { WeightHashes } from './freshness.ts';
import { GraphicsFallback } from './graphics-fallback.ts';
import type { Job } from './job.ts';
import type { HeadStart } from './practice-head-start.ts';
import { inGroups, planSession, type PlannedObserver, type SessionPlan } from './plan.ts';
import type { Engines } from './ports.ts';
import { RecogniserFallback } from './recogniser-fallback.ts';
import { runStage, type StageWork } from './stage-run.ts';
import type { Clock } from './watchdog.ts';

/** What a run needs beside its job. */
export type RunContext = {
  readonly store: Store;
  readonly engines: Engines;
  readonly registry: readonly Analyser[];
  readonly policy: Policy;
  readonly assets: string;
  readonly device: Device;
  readonly clock: Clock;
  readonly session: SessionRow;
  readonly hashes: () => Promise<WeightHashes>;
  /** Resolves when a stage may start: at once, or when the queue is no longer paused. */
  readonly mayStart: (signal: AbortSignal) => Promise<void>;
  /** What looked at the recording while it was made. */
  readonly headStart: Pick<HeadStart, 'finish'> | undefined;
};

/** What a run made, for the report. */
export type RunResult = {
  readonly answer: Answer;
  readonly plan: SessionPlan;
  readonly tracks: readonly Track[];
  readonly threads: number;
};

/** What an engine gets of the device. */
type Share = { readonly threads: number; readonly lanes: number };

/** Makes the answer of one job whose recording has been probed: samples → text beside or before frames → report. */
export class AnswerRun {
  readonly #job: Job;
  readonly #context: RunContext;
  readonly #file: Blob;
  readonly #media: MediaFacts;
  readonly #plan: SessionPlan;
  readonly #tracks: AnswerTracks;
  readonly #recogniser: RecogniserFallback;
  readonly #graphics: GraphicsFallback;
  /** Code by id of the observers that failed. */
  readonly #failed = new Map<string, string>();
  /** Shared with vision workers that look at this recording side by side. */
  #pace: SharedPace | undefined;
  #isSpeechAtWork = false;

  /** @param file where the recording is read from: the stored copy, or the file as given */
  constructor(job: Job, file: Blob, media: MediaFacts, context: RunContext) {
    this.#job = job;
    this.#file = file;
    this.#media = media;
    this.#context = context;
    this.#plan = planSession(context.registry, context.policy, media);
    const { engines, store, assets, policy, hashes } = context;
    this.#tracks = new AnswerTracks(job, { store, plan: this.#plan, hashes });
    this.#recogniser = new RecogniserFallback(async () => ({ engines, store, policy, hashes: await hashes() }));
    this.#graphics = new GraphicsFallback(async () => ({ engines, store, assets, hashes: await hashes() }));
  }

  async run(): Promise<RunResult> {
    const { device, engines } = this.#context;
    const schedule = scheduleFor(device, this.#media);
    await this.#tracks.takeStored();
    const speech = async () => {
      await this.#observe('samples', { threads: 1, lanes: 1 });
      if (!schedule.isParallel) engines.close('samples');
      await this.#observe('text', { threads: schedule.threads, lanes: 1 });
    };
    const vision = () => this.#observe('frames', { threads: 1, lanes: schedule.visionWorkers });
    if (schedule.isParallel) {
      this.#tellSpeech(true);
      const heard = speech().finally(() => {
        this.#tellSpeech(false);
      });
      await allEnded([heard, vision()]);
    } else {
      const isHeard = this.#left('text').length > 0;
      await speech();
      // Nobody waits for memory that wasn't taken, or that nobody needs.
      if (isHeard && this.#left('frames').length > 0) await engines.free('text');
      else engines.close('text');
      await vision();
      engines.close('frames');
    }
    this.#requireSomething();
    const answer = await this.#report();
    return {
      answer: { ...answer, stages: this.#job.stages.ended() },
      plan: this.#plan,
      tracks: this.#tracks.all(),
      threads: schedule.threads,
    };
  }

  #newPace(workers: number): SharedPace | undefined {
    this.#pace = makePace(workers);
    this.#tellSpeech(this.#isSpeechAtWork);
    return this.#pace;
  }

  #tellSpeech(isAtWork: boolean): void {
    this.#isSpeechAtWork = isAtWork;
    if (this.#pace) tellSpeech(this.#pace, isAtWork);
  }

  /** Where every observer failed, the recording or the device can't be worked with: that is no answer. */
  #requireSomething(): void {
    if (this.#tracks.size > 0 || this.#failed.size === 0) return;
    const error = this.#job.stages.rows().find(({ status }) => status === 'failed')?.error;
    throw new AppError(error?.code ?? 'unexpected', error?.message);
  }

  /** Observers of an engine whose tracks aren't there yet. */
  #left(engine: Engine): PlannedObserver[] {
    return this.#plan.observers[engine].filter(({ id }) => !this.#tracks.has(id));
  }

  /** Runs one engine over what it has not yet made; its failure is its analysers', never the answer's. */
  async #observe(engine: Engine, share: Share): Promise<void> {
    const planned = this.#plan.observers[engine];
    const { stages } = this.#job;
    const left = () => this.#left(engine);
    if (planned.length === 0) {
      stages.end(engine, 'skipped');
      return;
    }
    if (left().length === 0) {
      // Made in an earlier run, whose seconds hold.
      if (!stages.isDone(engine)) stages.end(engine, 'done');
      return;
    }
    const run = new EngineRun(engine, this.#context.engines);
    try {
      await this.#stage(
        engine,
        async (signal, alive) => {
          if (engine === 'frames') await this.#takeHeadStart({ signal, alive });
          if (left().length === 0) return;
          await this.#callEngine(run, this.#ready(left()), { engine, ...share }, { signal, alive });
        },
        () => run.finished,
      );
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'cancelled' || this.#job.signal.aborted) throw error;
    }
    for (const { id } of left()) if (!this.#failed.has(id)) this.#failed.set(id, 'not-observed');
  }

  /** Those whose needed tracks are there or are made in the same call. */
  #ready(observers: readonly PlannedObserver[]): PlannedObserver[] {
    const byId = new Map(this.#plan.analysers.map((analyser) => [analyser.id, analyser]));
    const ready = new Set<string>();
    return observers.filter(({ id }) => {
      const isReady = (byId.get(id)?.needs ?? []).every(
        (need) => byId.get(need)?.engine === undefined || this.#tracks.has(need) || ready.has(need),
      );
      if (isReady) ready.add(id);
      return isReady;
    });
  }

  /** Has the observers run, in as many workers as they may have. Rejects where none of them made anything. */
  async #callEngine(
    run: EngineRun,
    observers: readonly PlannedObserver[],
    { engine, threads, lanes }: Share & { engine: Engine },
    { signal, alive }: { signal: AbortSignal; alive: () => void },
  ): Promise<void> {
    if (observers.length === 0) throw new AppError('model-failed', 'the tracks that it needs could not be made');
    // A second try from the beginning hears everything again.
    if (engine === 'text' && run.finished === 0) this.#job.forget();
    if (engine === 'text' && observers.some(({ id }) => id === 'transcript')) {
      await this.#recogniser.choose(this.#input(observers, threads), { signal, onStep: alive });
    }
    const saves: Promise<void>[] = [];
    const observe = (those: readonly PlannedObserver[]) =>
      run.observe(inGroups(those, this.#plan.analysers, lanes), {
        signal,
        input: (group) => this.#input(group, threads),
        ...(engine === 'frames' && { pace: (workers: number) => this.#newPace(workers) }),
        onStep: (step) => {
          alive();
          if (step.kind === 'track') saves.push(this.#tracks.keep(step.track));
          else if (step.kind === 'partial' && step.id === 'transcript') this.#job.hear(step.value as Word[]);
        },
        onProgress: (progress) => {
          this.#job.stages.progress(engine, progress);
          this.#job.moved();
        },
        onTracks: (tracks) => {
          this.#tracks.add(tracks);
        },
      });
    const failed =
      engine === 'frames'
        ? await this.#graphics.observe(observers, observe, signal)
        : await this.#heard(engine, run, observe(observers), signal);
    // A track that could not be kept is still good for this report; a later run makes it again.
    await Promise.allSettled(saves);
    if (!failed) {
      const left = observers.filter(({ id }) => !this.#tracks.has(id));
      return this.#callEngine(run, left, { engine, threads, lanes }, { signal, alive });
    }
    for (const { id, code } of failed) this.#failed.set(id, code);
    const worst = failed[0];
    if (failed.length === observers.length && worst) throw toAppError(failureOf(worst));
  }

  /** @returns the observers that failed; `undefined`: what is left is to be asked again */
  #heard(engine: Engine, run: EngineRun, observing: ReturnType<EngineRun['observe']>, signal: AbortSignal) {
    return engine === 'text' ? this.#recogniser.observe(run, observing, signal) : observing;
  }

  /** What was seen of the recording while it was made, as far as it is what would be seen of it now. */
  async #takeHeadStart({ signal, alive }: { signal: AbortSignal; alive: () => void }): Promise<void> {
    const { headStart } = this.#context;
    if (!headStart) return;
    const onStep = (step: ObserveStep) => {
      alive();
      if (step.kind !== 'progress') return;
      this.#job.stages.progress('frames', step.progress);
      this.#job.moved();
    };
    await this.#tracks.take(await headStart.finish(this.#file, this.#job.row.plan as MediaPlan, { signal, onStep }));
  }

  #input(observers: readonly PlannedObserver[], threads: number): ObserveInput {
    const { session, assets } = this.#context;
    const { plan, question } = this.#job.row;
    return {
      file: this.#file,
      plan: plan as MediaPlan,
      media: this.#media,
      observers,
      tracks: this.#tracks.neededBy(observers),
      options: {
        language: session.language,
        question,
        otherQuestions: session.otherQuestions,
        vocabulary: session.vocabulary,
        threads,
        assets,
        recogniser: this.#recogniser.recogniser,
        delegates: this.#graphics.delegates,
      },
    };
  }

  async #report(): Promise<Answer> {
    const { policy, registry, session, engines } = this.#context;
    const failed = [...this.#failed].filter(([id]) => !this.#tracks.has(id)).map(([id, code]) => ({ id, code }));
    const facts = {
      ...{ job: this.#job.row, session, media: this.#media, plan: this.#plan, failed, registry, policy },
      tracks: this.#tracks.corrected(),
    };
    return this.#stage('report', (signal) =>
      engines.answer(answerInput({ ...facts, stages: this.#job.stages.ended() }), { signal }),
    );
  }

  #stage<Result>(id: Engine | 'report', work: StageWork<Result>, finished?: () => number): Promise<Result> {
    const { engines, clock, mayStart } = this.#context;
    return runStage(id, work, { job: this.#job, engines, clock, mayStart, ...(finished && { finished }) });
  }
}

/** Waits for all, whatever becomes of them, so that nothing runs on unseen; then rejects with the first failure. */
async function allEnded<Result>(work: readonly Promise<Result>[]): Promise<Result[]> {
  const ends = await Promise.allSettled(work);
  return ends.map((end) => {
    if (end.status === 'rejected') throw toAppError(end.reason);
    return end.value;
  });
}

function failureOf({ code, message }: { code: string; message: string }): AppError {
  return new AppError(isErrorCode(code) ? code : 'unexpected', message);
}
