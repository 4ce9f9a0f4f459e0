import { registry as allAnalysers } from '$lib/analysers/registry.ts';
import type { Analyser } from '$lib/core/analyser.ts';
import { AppError, toAppError } from '$lib/core/errors.ts';
import { withChoices } from '$lib/core/policy/choice.ts';
import type { Digest } from '$lib/core/progress/digest.ts';
import type { Report } from '$lib/core/report/schema.ts';
import type { MediaPlan } from '$lib/media/plan.ts';
import { restoreBackup, writeBackup, type Restored } from '$lib/storage/backup/backup.ts';
import { askToPersist, estimateRoom } from '$lib/storage/room.ts';
import { Store } from '$lib/storage/store.ts';
import { Conductorship } from './conductorship.ts';
import type { Conductor, ImportOptions, Inspection, StudioOptions, StudioState } from './contract.ts';
import { giveUpGraphics, graphicsCheck, knownDelegates, type GraphicsCheck } from './delegate-choice.ts';
import { scheduleFor, thisDevice, type Device } from './device.ts';
import { openEngines } from './engines.ts';
import { loadHashes, type WeightHashes } from './freshness.ts';
import { allowReading } from './intake.ts';
import type { Engines } from './ports.ts';
import { LanguageModels } from './language-models.ts';
import { newJob, newSession } from './new-rows.ts';
import { PracticeSession } from './practice.ts';
import type { LiveGraphics } from './practice-eye.ts';
import { CHUNK_SECONDS } from './practice-head-start.ts';
import { PlayableCopies } from './playable.ts';
import { Probes } from './probes.ts';
import { Queue } from './queue.ts';
import { Snapshots } from './snapshots.ts';
import { Revisions } from './revisions.ts';
import { StudioReports } from './studio-reports.ts';
import { systemClock, type Clock } from './watchdog.ts';

/** What tests may put in the place of the real thing. */
export type StudioPorts = {
  readonly engines: Engines;
  readonly registry: readonly Analyser[];
  readonly device: Device;
  readonly clock: Clock;
  /** Name of the database and of the lock. */
  readonly name: string;
};

/** The conductor: takes recordings, has them analysed one by one, keeps what comes of it. Framework-free. */
export class Studio implements Conductor {
  readonly #options: StudioOptions;
  readonly #ports: StudioPorts;
  readonly #snapshots = new Snapshots();
  readonly #conductorship: Conductorship;
  readonly #probes: Probes;
  readonly #hasOwnEngines: boolean;
  readonly #playable: PlayableCopies;
  readonly reports: StudioReports;
  #practice: PracticeSession | undefined;
  #open: { readonly store: Store; readonly queue: Queue; readonly revisions: Revisions } | undefined;
  #hashes: Promise<WeightHashes> | undefined;
  #unwatch: (() => void) | undefined;

  constructor(options: StudioOptions, ports: Partial<StudioPorts> = {}) {
    const registry = ports.registry ?? allAnalysers;
    this.#options = { ...options, policy: withChoices(options.policy, registry, options.wanted ?? (() => [])) };
    this.#hasOwnEngines = ports.engines === undefined;
    this.#playable = new PlayableCopies(options.assets);
    this.#ports = {
      engines: ports.engines ?? openEngines(),
      registry,
      device: ports.device ?? thisDevice(),
      clock: ports.clock ?? systemClock,
      name: ports.name ?? 'viva',
    };
    const { assets, policy } = this.#options;
    this.reports = new StudioReports({
      opened: () => this.#opened(),
      languageModels: new LanguageModels({ assets, policy, threads: this.#wordThreads() }),
      untilFree: () => this.#untilFree(),
      onSession: (session) => {
        this.#snapshots.put(session);
      },
    });
    this.#probes = new Probes({
      engines: this.#ports.engines,
      clock: this.#ports.clock,
      assets,
      limits: policy.limits,
    });
    this.#conductorship = new Conductorship(this.#ports.name);
  }

  get state(): StudioState {
    return this.#snapshots.state;
  }

  get practice(): PracticeSession {
    const { policy, assets, chunkSeconds = CHUNK_SECONDS } = this.#options;
    const { clock, engines, name, registry, device } = this.#ports;
    this.#practice ??= new PracticeSession({
      ...{ clock, engines, name, registry, device, policy, assets, chunkSeconds, tab: this.#conductorship.tab },
      graphics: this.#liveGraphics(),
      opened: () => this.#opened(),
      isTabOpen: (tab) => this.#conductorship.isOpen(tab),
      onSession: (session) => {
        this.#snapshots.put(session);
      },
    });
    return this.#practice;
  }

  subscribe(listener: (state: StudioState) => void): () => void {
    return this.#snapshots.subscribe(listener);
  }

  async open(): Promise<void> {
    try {
      const store = await Store.open(this.#ports.name);
      const queue = this.#makeQueue(store);
      // Paused before it was opened, where workers may not be started: then nothing is taken up.
      if (this.state.isPaused) queue.pause();
      this.#open = { store, queue, revisions: this.#makeRevisions(store, queue) };
      this.#snapshots.list(await store.listing());
      this.#snapshots.set({ phase: 'open' });
      const fail = (thrown: unknown) => {
        this.#snapshots.fail(toAppError(thrown));
      };
      this.#unwatch = store.watch((listing) => {
        this.#snapshots.list(listing);
        queue.adopt(listing.jobs);
      }, fail);
      this.#conductorship.seek(() => {
        queue
          .conduct()
          .catch(fail)
          .finally(() => {
            this.#snapshots.set({ isConductor: true });
          });
      });
      await this.#measureRoom();
    } catch (thrown) {
      // Not thrown: the state tells it to everyone who looks, and that is all that can be done.
      this.#snapshots.set({ phase: 'failed' });
      this.#snapshots.fail(toAppError(thrown));
    }
  }

  /** Lets go of everything in this tab: workers, database, lock. What is unfinished goes on at the next `open`. */
  close(): void {
    this.#unwatch?.();
    this.#conductorship.close();
    this.#open?.queue.close();
    this.#playable.close();
    if (this.#hasOwnEngines) {
      this.#open?.queue.endWorkers();
      this.#ports.engines.closeFollower();
    }
    this.#open?.store.close();
    this.#open = undefined;
  }

  async inspect(file: File, signal = new AbortController().signal): Promise<Inspection> {
    const { limits } = this.#options.policy;
    try {
      if (file.size > limits.bytes) throw new AppError('file-too-large', `${file.size} bytes`);
      const { media, plan } = await this.#probes.of(file, signal);
      if (media.seconds > limits.seconds) throw new AppError('file-too-long', `${media.seconds} s`);
      return { file, media, plan };
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      return { file, error: { code, message } };
    }
  }

  async importFiles(files: readonly File[], options: ImportOptions): Promise<string> {
    const { store, queue } = this.#opened();
    const { limits } = this.#options.policy;
    if (files.length > limits.files) {
      throw new AppError('file-too-many', `${files.length} files; ${limits.files} are allowed`);
    }
    const session = newSession(files, options);
    // Asked here because a browser may want the click that led to it; it may refuse, and then it may one day clean up.
    void askToPersist();
    const { tab } = this.#conductorship;
    const rows = files.map((file, place) => newJob({ sessionId: session.id, file, place, tab }, options));
    await store.addSession(session, rows);
    this.#snapshots.put(session);
    for (const [place, row] of rows.entries()) queue.add(row, files[place]);
    return session.id;
  }

  async cancel(jobId: string): Promise<void> {
    await this.#opened().queue.cancel(jobId);
  }

  async retry(jobId: string, file?: File): Promise<void> {
    const { store, queue } = this.#opened();
    const row = await store.jobs.get(jobId);
    if (!row) return;
    if (!file) await allowReading(row);
    await queue.again(row, file);
  }

  pause(): void {
    this.#snapshots.set({ isPaused: true });
    this.#open?.queue.pause();
  }

  resume(): void {
    this.#snapshots.set({ isPaused: false });
    this.#open?.queue.resume();
  }

  async remove(sessionId: string): Promise<void> {
    const { store, queue } = this.#opened();
    await Promise.all(queue.jobsOf(sessionId).map((id) => queue.cancel(id)));
    await queue.idle();
    await store.removal.session(sessionId);
    await this.#measureRoom();
  }

  async removeAll(): Promise<void> {
    const { store, queue } = this.#opened();
    await Promise.all(queue.jobsOf().map((id) => queue.cancel(id)));
    await queue.idle();
    await store.removal.all();
    await this.#measureRoom();
  }

  async report(sessionId: string): Promise<Report | undefined> {
    return this.#opened().queue.report(sessionId);
  }

  async digests(): Promise<readonly Digest[]> {
    return this.#opened().store.digests();
  }

  async graphicsCheck(): Promise<GraphicsCheck | undefined> {
    return graphicsCheck(this.#opened().store);
  }

  async media(answerId: string): Promise<Blob | undefined> {
    const { store, queue } = this.#opened();
    return (await store.recording(answerId)) ?? queue.fileOf(answerId);
  }

  async playable(answerId: string): Promise<Blob | undefined> {
    const recording = await this.media(answerId);
    const job = await this.#opened().store.jobs.get(answerId);
    return recording && this.#playable.of(answerId, recording, job?.plan as MediaPlan | undefined);
  }

  backup(preferences: Readonly<Record<string, string>>): ReadableStream<Uint8Array<ArrayBuffer>> {
    return writeBackup(this.#opened().store, { created: new Date().toISOString(), preferences });
  }

  async restore(file: Blob, signal = new AbortController().signal): Promise<Restored> {
    const { store } = this.#opened();
    try {
      return await restoreBackup(store, file, signal);
    } finally {
      this.#snapshots.list(await store.listing());
      await this.#measureRoom();
    }
  }

  settled(sessionId: string): Promise<void> {
    return this.#untilFree(sessionId);
  }

  /** Until no job waits or runs, of a session or of any. */
  async #untilFree(sessionId?: string): Promise<void> {
    const { queue } = this.#opened();
    if (queue.jobsOf(sessionId).length === 0) return;
    await new Promise<void>((resolve) => {
      const stop = this.subscribe(() => {
        if (queue.jobsOf(sessionId).length > 0) return;
        stop();
        resolve();
      });
    });
  }

  /** Threads for a model that reads words while nothing else runs. */
  #wordThreads(): number {
    return scheduleFor(this.#ports.device, { audio: null, video: null, seconds: 0 }).threads;
  }

  #opened() {
    if (!this.#open) throw new AppError('storage-unavailable', 'the studio is not open');
    return this.#open;
  }

  #makeQueue(store: Store): Queue {
    const { engines, registry, device, clock } = this.#ports;
    return new Queue({
      ...{ store, engines, registry, device, clock },
      options: this.#options,
      snapshots: this.#snapshots,
      conductorship: this.#conductorship,
      probes: this.#probes,
      hashes: () => this.#weightHashes(),
    });
  }

  #weightHashes(): Promise<WeightHashes> {
    return (this.#hashes ??= loadHashes(this.#options.assets));
  }

  /** For a face that is looked at while somebody speaks. */
  #liveGraphics(): LiveGraphics {
    const { engines } = this.#ports;
    return {
      delegate: async () => {
        const { store } = this.#opened();
        const hashes = await this.#weightHashes();
        return (await knownDelegates({ store, engines, hashes }, new AbortController().signal)).face ?? 'cpu';
      },
      failed: () => void giveUpGraphics(this.#opened().store, ['face']),
    };
  }

  #makeRevisions(store: Store, queue: Queue): Revisions {
    const { engines, registry } = this.#ports;
    return new Revisions({
      ...{ store, engines, registry, options: this.#options, reports: queue.reports },
      threads: this.#wordThreads(),
      onRow: (row) => {
        this.#snapshots.put(row);
      },
    });
  }

  async #measureRoom(): Promise<void> {
    const room = await estimateRoom();
    if (room) this.#snapshots.set({ room });
  }
}
