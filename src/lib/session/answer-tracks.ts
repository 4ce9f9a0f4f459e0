import type { Analyser } from '$lib/core/analyser.ts';
import type { Track } from '$lib/core/track.ts';
import type { Store } from '$lib/storage/store.ts';
import { asCorrected, correctionsAmong, type KeptCorrections } from './corrections.ts';
import { freshTracks, type WeightHashes } from './freshness.ts';
import type { Job } from './job.ts';
import type { PlannedObserver, SessionPlan } from './plan.ts';

export type AnswerTracksContext = {
  readonly store: Store;
  readonly plan: SessionPlan;
  readonly hashes: () => Promise<WeightHashes>;
};

/** What has been observed of one answer: by earlier runs, as far as it still holds, and by this one, kept as it comes. */
export class AnswerTracks {
  readonly #job: Job;
  readonly #context: AnswerTracksContext;
  readonly #byId = new Map<string, Track>();
  /** What the owner said about the words of an earlier run of this job. */
  #corrections: KeptCorrections | undefined;

  constructor(job: Job, context: AnswerTracksContext) {
    this.#job = job;
    this.#context = context;
  }

  get size(): number {
    return this.#byId.size;
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  all(): Track[] {
    return [...this.#byId.values()];
  }

  /** As measures are to read them: with the owner's corrections. */
  corrected(): Track[] {
    return asCorrected(this.all(), this.#corrections);
  }

  /** Those that observers need, directly or not. */
  neededBy(observers: readonly PlannedObserver[]): Track[] {
    const needed = neededIds(this.#context.plan.analysers, observers);
    return this.all().filter(({ id }) => needed.has(id));
  }

  add(tracks: readonly Track[]): void {
    for (const track of tracks) this.#byId.set(track.id, track);
  }

  /** Adds one and stores it; rejects where it can't be stored, and has it all the same. */
  async keep(track: Track): Promise<void> {
    this.#byId.set(track.id, track);
    await this.#context.store.saveTrack(this.#job.id, track);
  }

  /** Takes what was made elsewhere, as far as this run would make the same. */
  async take(tracks: readonly Track[]): Promise<void> {
    const fresh = freshTracks([...this.all(), ...tracks], this.#context.plan, await this.#context.hashes());
    for (const track of fresh) if (!this.has(track.id)) await this.keep(track);
  }

  /** Takes what is stored of an earlier run of this job, and of other jobs over the same content, as far as it holds. */
  async takeStored(): Promise<void> {
    const { store, plan } = this.#context;
    const { id, sha256, textKey } = this.#job.row;
    const hashes = await this.#context.hashes();
    const stored = await store.tracks(id);
    const own = freshTracks(stored, plan, hashes);
    this.#corrections = correctionsAmong(stored, sha256, own);
    this.add(own);
    if (sha256 === undefined) return;
    const textIds = new Set(plan.observers.text.map((observer) => observer.id));
    for (const other of await store.jobsOf(sha256)) {
      if (other.id === id) continue;
      for (const track of freshTracks(await store.tracks(other.id), plan, hashes)) {
        if (this.has(track.id) || (textIds.has(track.id) && other.textKey !== textKey)) continue;
        await this.keep(track);
      }
    }
  }
}

/** Ids of everything that these observers need, directly or not. */
function neededIds(analysers: readonly Analyser[], observers: readonly PlannedObserver[]): ReadonlySet<string> {
  const needed = new Set<string>();
  const visit = (id: string) => {
    for (const need of analysers.find((analyser) => analyser.id === id)?.needs ?? []) {
      if (needed.has(need)) continue;
      needed.add(need);
      visit(need);
    }
  };
  for (const { id } of observers) visit(id);
  return needed;
}
