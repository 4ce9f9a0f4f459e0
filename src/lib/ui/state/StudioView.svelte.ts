import type { AnswerJob, Conductor, Readiness, SessionSummary, StudioState } from '$lib/session/contract.ts';
import { isActive } from './active.ts';
import { rewordChoice } from './reword-choice.ts';

/** The conductor's newest snapshot in runes, and its verbs. */
export class StudioView {
  readonly conductor: Conductor;
  #state: StudioState = $state.raw({ phase: 'closed', sessions: [], jobs: [], isPaused: false, isConductor: true });
  /** Recordings that were at work in this visit: they stay in the list when they are done. */
  #seen: readonly string[] = $state.raw([]);
  #dismissed: readonly string[] = $state.raw([]);

  #rewordings = $state(0);
  #drafts = 0;
  #opened: () => void = () => undefined;
  /** Settles when the conductor may be asked for work. */
  readonly opened = new Promise<void>((resolve) => {
    this.#opened = resolve;
  });

  constructor(conductor: Conductor) {
    this.conductor = conductor;
    this.#take(conductor.state);
    conductor.subscribe((state) => {
      this.#take(state);
    });
  }

  get state(): StudioState {
    return this.#state;
  }

  /** Recordings to show on the start page: what is at work, and what became of it. */
  readonly visibleJobs: readonly AnswerJob[] = $derived(
    this.#state.jobs.filter(
      (job) => !this.#dismissed.includes(job.id) && (isActive(job) || this.#seen.includes(job.id)),
    ),
  );

  readonly isBusy: boolean = $derived(this.#state.jobs.some(isActive));

  /** Whether a reload would disturb somebody: work under way, or a form that is being filled in. */
  get isInUse(): boolean {
    return this.isBusy || this.#drafts > 0;
  }

  /** Grows whenever a finished report has got other words: one that is on the screen is read again. */
  get rewordings(): number {
    return this.#rewordings;
  }

  /** Keeps the page from being reloaded for as long as a form is filled in; call the answer when it is done. */
  holdPage(): () => void {
    this.#drafts += 1;
    return () => {
      this.#drafts -= 1;
    };
  }

  /** Opens the conductor once the device is ready; without workers it lists and shows, but starts nothing. */
  async open(ready: Promise<Readiness>): Promise<void> {
    const { canRunWorkers } = await ready;
    if (!canRunWorkers) this.conductor.pause();
    // A database that can't be opened is told in the snapshot, where the pages show it.
    await this.conductor.open().catch(() => undefined);
    this.#opened();
  }

  session(id: string): SessionSummary | undefined {
    return this.#state.sessions.find((session) => session.id === id);
  }

  /** Takes a finished, failed or stopped recording off the start page; its session stays. */
  dismiss(jobId: string): void {
    this.#dismissed = [...this.#dismissed, jobId];
  }

  /** Where the person has asked for it, tips of a report that has just been finished are reworded on the device. */
  #rewordFinished(state: StudioState): void {
    const model = rewordChoice();
    if (model === undefined) return;
    const running = this.#state.sessions.filter(({ status }) => status === 'running').map(({ id }) => id);
    for (const { id, status } of state.sessions) {
      // The report stands without it, and says whose words it has.
      if (status === 'running' || !running.includes(id)) continue;
      this.conductor.reports.reword(id, { model }).then(
        (report) => {
          if (report) this.#rewordings += 1;
        },
        () => undefined,
      );
    }
  }

  #take(state: StudioState): void {
    this.#rewordFinished(state);
    this.#state = state;
    const fresh = state.jobs.filter((job) => isActive(job) && !this.#seen.includes(job.id));
    if (fresh.length > 0) this.#seen = [...this.#seen, ...fresh.map(({ id }) => id)];
  }
}
