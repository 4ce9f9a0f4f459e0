import { toAppError } from '$lib/core/errors.ts';
import type { TakeRow } from '$lib/storage/rows.ts';
import type { Recovery } from './practice-contract.ts';
import { handOver, type HandoverContext } from './practice-handover.ts';

export type RecoveryContext = Pick<HandoverContext, 'clock' | 'engines' | 'onSession'> & {
  readonly opened: () => Pick<HandoverContext, 'store' | 'queue'>;
  readonly tab: string;
  readonly isTabOpen: (tab: string) => Promise<boolean>;
  /** Whether this tab records that take now. */
  readonly isRecording: (takeId: string) => boolean;
};

type Cut = { readonly take: TakeRow; readonly seconds: number };

/** Recordings that a crash, a reload or a flat battery cut off. */
export class Recoveries {
  readonly #context: RecoveryContext;

  constructor(context: RecoveryContext) {
    this.#context = context;
  }

  async list(): Promise<readonly Recovery[]> {
    const sessions = new Map<string, Cut[]>();
    for (const take of await this.#left()) {
      const seconds = await this.#secondsOf(take);
      if (seconds === undefined) continue;
      const cuts = sessions.get(take.sessionId) ?? [];
      cuts.push({ take, seconds });
      sessions.set(take.sessionId, cuts);
    }
    return [...sessions.values()].map(toRecovery);
  }

  async recover(sessionId: string): Promise<string> {
    const { clock, engines, onSession, opened } = this.#context;
    for (const take of await this.#left(sessionId)) {
      // From now on it is ours.
      const own = { ...take, owner: this.#context.tab };
      if ((await this.#secondsOf(take)) !== undefined) await handOver(own, { clock, engines, onSession, ...opened() });
    }
    return sessionId;
  }

  async discard(sessionId: string): Promise<void> {
    const { store } = this.#context.opened();
    for (const take of await this.#left(sessionId)) await store.removal.take(take.id);
  }

  /** Takes that nobody records any more, in their order. */
  async #left(sessionId?: string): Promise<TakeRow[]> {
    const { opened, isTabOpen, isRecording, tab } = this.#context;
    const left: TakeRow[] = [];
    for (const take of await opened().store.takes.list()) {
      if (sessionId !== undefined && take.sessionId !== sessionId) continue;
      const isLive = take.owner === tab ? isRecording(take.id) : await isTabOpen(take.owner);
      if (!isLive) left.push(take);
    }
    return left.sort((a, b) => a.place - b.place);
  }

  /** Seconds that can be had of a take; one without any is forgotten. */
  async #secondsOf({ id }: TakeRow): Promise<number | undefined> {
    const { store } = this.#context.opened();
    try {
      const { bytes, seconds } = await store.journals.read(id);
      if (bytes > 0) return seconds;
    } catch (thrown) {
      const { code } = toAppError(thrown);
      if (code !== 'file-gone' && code !== 'row-damaged') throw thrown;
    }
    await store.removal.take(id);
    return undefined;
  }
}

function toRecovery(cuts: readonly Cut[]): Recovery {
  const { session, sessionId, created } = cuts[0]!.take;
  return {
    ...{ sessionId, title: session.title, created },
    answers: cuts.length,
    seconds: cuts.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
