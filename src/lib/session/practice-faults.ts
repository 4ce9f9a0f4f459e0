import type { CaptureReading } from '$lib/media/capture/capture.ts';
import type { SetupFault } from './practice-contract.ts';

/** A microphone whose loudest moment of so many seconds stays below is switched off: the noise of the quietest is louder. */
const SILENT_SECONDS = 5;
const SILENT_PEAK_DB = -70;
/** Samples at full scale are cut off. Shown for a few seconds, because a shout is short. */
const CLIPPED_PEAK_DB = -0.2;
const CLIPPING_SECONDS = 3;
/** The loudest of so many seconds is what the meter's peak mark shows. */
const PEAK_SECONDS = 2;
/** Brightness of the picture, 0…1: below, a face shows no features; above, or with so much blown out, neither. */
const DARK = 0.16;
const BRIGHT = 0.85;
const BLOWN_SHARE = 0.35;
/** A middle so much darker than what is around it has the light behind it. */
const BACKLIT_DIFFERENCE = 0.25;
const BACKLIT_MIDDLE = 0.35;
/** The picture has to stay so, so that a camera that still sets its exposure says nothing. */
const LIGHT_SECONDS = 2;

/** No sound at all, dBFS. */
export const LOWEST_DB = -100;
/** What the eye has said holds so long; it looks at least once a second. */
const SEEN_SECONDS = 4;

/** Keeps the largest of the last seconds. */
class Peak {
  readonly #seconds: number;
  #readings: { at: number; value: number }[] = [];

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  add(at: number, value: number): number {
    this.#readings = this.#readings.filter((reading) => reading.at > at - this.#seconds && reading.value > value);
    this.#readings.push({ at, value });
    return this.#readings[0]?.value ?? value;
  }
}

/** What is wrong with camera, microphone and light, from what is read of them a few times a second. */
export class SetupFaults {
  readonly #loudest = new Peak(SILENT_SECONDS);
  readonly #peak = new Peak(PEAK_SECONDS);
  #start: number | undefined;
  #clippedAt = Number.NEGATIVE_INFINITY;
  #light: { readonly fault: SetupFault; readonly since: number } | undefined;
  #seen: { readonly faults: readonly SetupFault[]; readonly at: number } | undefined;
  #levelDb = LOWEST_DB;
  #peakDb = LOWEST_DB;
  #faults: readonly SetupFault[] = [];

  get levelDb(): number {
    return this.#levelDb;
  }

  get peakDb(): number {
    return this.#peakDb;
  }

  get faults(): readonly SetupFault[] {
    return this.#faults;
  }

  /** What the eye finds wrong with the picture: it knows where the face is, so its word goes before the meter's. */
  see(faults: readonly SetupFault[], now: number): void {
    this.#seen = { faults, at: now };
  }

  /** @param now seconds, monotone */
  read(reading: CaptureReading, now: number): void {
    this.#faults = [
      ...this.#microphone(reading, now),
      ...(reading.isCameraLost ? (['camera-lost'] as const) : this.#ofPicture(reading, now)),
    ];
  }

  #microphone({ loudness, isMicrophoneLost }: CaptureReading, now: number): SetupFault[] {
    if (isMicrophoneLost) return ['microphone-lost'];
    if (!loudness) return [];
    this.#start ??= now;
    this.#levelDb = loudness.levelDb;
    this.#peakDb = this.#peak.add(now, loudness.peakDb);
    const loudest = this.#loudest.add(now, loudness.peakDb);
    if (loudness.peakDb >= CLIPPED_PEAK_DB) this.#clippedAt = now;
    if (now - this.#clippedAt < CLIPPING_SECONDS) return ['microphone-clipping'];
    return now - this.#start >= SILENT_SECONDS && loudest < SILENT_PEAK_DB ? ['microphone-silent'] : [];
  }

  #ofPicture(reading: CaptureReading, now: number): readonly SetupFault[] {
    const ofLight = this.#ofLight(reading, now);
    return this.#seen && now - this.#seen.at < SEEN_SECONDS ? this.#seen.faults : ofLight;
  }

  #ofLight({ light }: CaptureReading, now: number): SetupFault[] {
    if (!light) return [];
    let fault: SetupFault | undefined;
    if (light.mean < DARK) fault = 'camera-dark';
    else if (light.mean > BRIGHT || light.blown > BLOWN_SHARE) fault = 'camera-bright';
    else if (light.middle < BACKLIT_MIDDLE && light.edge - light.middle > BACKLIT_DIFFERENCE) fault = 'camera-backlit';
    if (!fault) this.#light = undefined;
    else if (this.#light?.fault !== fault) this.#light = { fault, since: now };
    return this.#light && now - this.#light.since >= LIGHT_SECONDS ? [this.#light.fault] : [];
  }
}
