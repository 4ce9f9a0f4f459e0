import type { MeasureInput } from '../analyser.ts';
import { Tracks, type Track } from '../track.ts';
import { isSame } from '../same.ts';
import type { AnalyserReading } from './analyser-reading.ts';

type Kept = {
  readonly reading: AnalyserReading;
  /** Why its measures would be missing, which the reading says. */
  readonly missing: string;
  readonly rest: Omit<MeasureInput, 'tracks'>;
  /** Tracks that it asked for; `undefined` those that were not there. */
  readonly tracks: ReadonlyMap<string, Track | undefined>;
};

/**
 * What analysers read of an answer the last time. A reading is a pure function of its input, so it holds for as long as
 * what it really read is the same: a corrected word has those made again that read the words, and no others.
 */
export class ReadingMemory {
  readonly #kept = new Map<string, Kept>();

  /** The reading as it was, where everything that it was made of is equal; otherwise a new one. */
  async recall(
    id: string,
    input: MeasureInput,
    missing: string,
    read: (input: MeasureInput) => Promise<AnalyserReading>,
  ): Promise<AnalyserReading> {
    const { tracks: all, ...rest } = input;
    const kept = this.#kept.get(id);
    if (kept?.missing === missing && isSame(kept.rest, rest) && areSame(kept.tracks, all)) return kept.reading;
    const tracks = new Map<string, Track | undefined>();
    const reading = await read({ ...rest, tracks: new Tracks(all, (track) => tracks.set(track, all.track(track))) });
    // Its code may not have been there: next time it may.
    const isFailed = reading.measures.some(({ reason }) => reason === 'analyser-failed');
    if (!isFailed) this.#kept.set(id, { reading, missing, rest, tracks });
    return reading;
  }
}

function areSame(tracks: Kept['tracks'], now: Tracks): boolean {
  return [...tracks].every(([id, track]) => isSame(track, now.track(id)));
}
