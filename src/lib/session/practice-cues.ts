import type { CueId } from './practice-contract.ts';

/** What cues are given for, now. */
export type CueReading = {
  /** Seconds of the answer. */
  readonly at: number;
  /** Loudness of the microphone, dBFS. */
  readonly levelDb: number;
  readonly isMicrophoneSilent: boolean;
  /** Nobody in the picture, or cut off by its edge. */
  readonly isOutOfFrame: boolean;
  /** The last 15 s of words were too fast; false where no words are heard. */
  readonly isTooFast: boolean;
};

export type Cue = { readonly id: CueId; readonly since: number };

/** Seconds: nothing is said at the beginning, a cue is short, and rare (design: issue 6). */
const FIRST_SECONDS = 3;
const SHOWN_SECONDS = 3;
const APART_SECONDS = 20;

/** At most one short, rare cue at a time; the one that matters most where several would be due. */
export class Cues {
  readonly #silence = new Silence();
  #cue: Cue | undefined;
  #last = Number.NEGATIVE_INFINITY;

  /** @returns what is to be shown; the same object while it is the same cue */
  read(reading: CueReading): Cue | undefined {
    const { at } = reading;
    const silentSeconds = this.#silence.read(at, reading.levelDb);
    if (this.#cue && at - this.#cue.since >= SHOWN_SECONDS) this.#cue = undefined;
    if (at < FIRST_SECONDS || at - this.#last < APART_SECONDS) return this.#cue;
    const id = dueCue(reading, silentSeconds);
    if (id) {
      this.#cue = { id, since: at };
      this.#last = at;
    }
    return this.#cue;
  }
}

/** A pause this long is no longer a thought: far over the 2.5 s that a report acts on (norms.md). Our choice. */
const PAUSE_SECONDS = 6;

function dueCue({ isMicrophoneSilent, isOutOfFrame, isTooFast }: CueReading, silentSeconds: number): CueId | undefined {
  if (isMicrophoneSilent) return 'microphone-silent';
  if (isOutOfFrame) return 'out-of-frame';
  if (silentSeconds >= PAUSE_SECONDS) return 'long-pause';
  return isTooFast ? 'too-fast' : undefined;
}

/** Louder than the room by so much is speech; the same margin that a recording's voice needs over its noise (norms.md). */
const SPEECH_OVER_ROOM_DB = 10;
/** The quietest of so many seconds is the room. */
const ROOM_SECONDS = 15;

/** How long nobody has spoken, by loudness alone: cheap, and good enough for a hint. */
class Silence {
  #levels: { readonly at: number; readonly levelDb: number }[] = [];
  #spokeAt: number | undefined;

  /** @returns seconds since somebody last spoke; 0 before the first word */
  read(at: number, levelDb: number): number {
    this.#levels = [...this.#levels.filter((level) => level.at > at - ROOM_SECONDS), { at, levelDb }];
    const room = Math.min(...this.#levels.map((level) => level.levelDb));
    if (levelDb >= room + SPEECH_OVER_ROOM_DB) this.#spokeAt = at;
    return this.#spokeAt === undefined ? 0 : at - this.#spokeAt;
  }
}
