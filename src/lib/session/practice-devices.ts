import type { LiveFigures } from '$lib/engines/frames/live.ts';
import { Capture, type CaptureEvents } from '$lib/media/capture/capture.ts';
import { megabytesPerMinute } from '$lib/media/capture/recording-type.ts';
import { estimateRoom } from '$lib/storage/room.ts';
import type { Loud } from './line-check.ts';
import type { DeviceChoice, DeviceView, SetupFault } from './practice-contract.ts';
import type { PracticeEye } from './practice-eye.ts';
import { LOWEST_DB, SetupFaults } from './practice-faults.ts';

/** How often free space is asked for, seconds. */
const ROOM_SECONDS = 10;
/** How long it is told that the page was not in front, seconds. */
const RETURNED_SECONDS = 10;
/** Less room than this many minutes of recording is told. */
const LOW_ROOM_MINUTES = 5;

export type OpenCapture = (choice: DeviceChoice, events: CaptureEvents) => Promise<Capture>;

const openCapture: OpenCapture = (choice, events) => Capture.open(choice, events);

/** Camera and microphone of a session: open or not, and what is wrong with them. */
export class PracticeDevices {
  readonly #events: CaptureEvents;
  readonly #open: OpenCapture;
  readonly #eye: PracticeEye | undefined;
  #capture: Capture | undefined;
  #faults = new SetupFaults();
  #isRoomLow = false;
  #roomAt = Number.NEGATIVE_INFINITY;
  #returnedAt = Number.NEGATIVE_INFINITY;
  #now = 0;

  /** @param eye `undefined`: nobody may look at the face */
  constructor(events: CaptureEvents, eye: PracticeEye | undefined, open: OpenCapture = openCapture) {
    this.#events = events;
    this.#open = open;
    this.#eye = eye;
  }

  /** What the microphone gives and what is wrong now. */
  get faults(): SetupFaults {
    return this.#faults;
  }

  /** What the microphone gives now; `undefined` where that is nothing at all, as before it has started. */
  get loudness(): Loud | undefined {
    const { levelDb, peakDb } = this.#faults;
    return levelDb > LOWEST_DB ? { levelDb, peakDb } : undefined;
  }

  /** What the eye sees now. */
  see({ at, faults }: Pick<LiveFigures, 'at' | 'faults'>): void {
    this.#faults.see(faults, at);
  }

  get capture(): Capture | undefined {
    return this.#capture;
  }

  /** Whether one of them has gone, or none is open. */
  get isLost(): boolean {
    return this.#capture?.stream.getTracks().some(({ readyState }) => readyState === 'ended') ?? true;
  }

  /** @throws what `openDevices` throws */
  async open(choice: DeviceChoice): Promise<void> {
    this.close();
    this.#capture = await this.#open(choice, this.#events);
    this.#faults = new SetupFaults();
    if (this.#capture.hasCamera) this.#eye?.open(this.#capture);
  }

  close(): void {
    this.#capture?.close();
    this.#capture = undefined;
    this.#eye?.close();
  }

  /** The page was hidden while an answer was recorded, and is seen again. @param now seconds, monotone */
  returned(now: number): void {
    this.#returnedAt = now;
  }

  /** Reads the meters, and now and then asks for the room on the disk. @param now seconds, monotone */
  read(now: number): void {
    this.#now = now;
    if (!this.#capture) return;
    this.#faults.read(this.#capture.read(), now);
    if (now - this.#roomAt < ROOM_SECONDS) return;
    this.#roomAt = now;
    void this.#measureRoom(this.#capture);
  }

  view(): { readonly device: DeviceView; readonly megabytesPerMinute: number } | undefined {
    if (!this.#capture) return undefined;
    const { stream, hasCamera, devices, cameraId, microphoneId, type } = this.#capture;
    const { levelDb, peakDb } = this.#faults;
    const faults: SetupFault[] = [
      ...(this.#now - this.#returnedAt < RETURNED_SECONDS ? (['tab-hidden'] as const) : []),
      ...this.#faults.faults,
      ...(this.#isRoomLow ? (['storage-low'] as const) : []),
    ];
    const device: DeviceView = {
      ...{ stream, hasCamera, levelDb, peakDb, ...devices },
      ...(cameraId === undefined ? {} : { cameraId }),
      ...(microphoneId === undefined ? {} : { microphoneId }),
      faults,
    };
    return { device, megabytesPerMinute: megabytesPerMinute(type) };
  }

  async #measureRoom({ type }: Capture): Promise<void> {
    const room = await estimateRoom();
    if (room) this.#isRoomLow = room.quota - room.usage < LOW_ROOM_MINUTES * megabytesPerMinute(type) * 1e6;
  }
}
