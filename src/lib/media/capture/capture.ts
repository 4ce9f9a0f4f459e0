import { CameraPictures } from './camera-pictures.ts';
import { closeDevices, listDevices, openDevices, type DeviceList, type DeviceWish } from './devices.ts';
import { LevelMeter, type Loudness } from './level-meter.ts';
import { LightMeter, type Light } from './light-meter.ts';
import { Recorder, type RecorderEvents } from './recorder.ts';
import { chooseRecordingType, type RecordingType } from './recording-type.ts';
import { Tap } from './tap.ts';

/** What is heard and seen now, and what is gone. */
export type CaptureReading = {
  readonly loudness?: Loudness | undefined;
  readonly light?: Light | undefined;
  readonly isCameraLost: boolean;
  readonly isMicrophoneLost: boolean;
};

export type CaptureEvents = {
  /** Camera or microphone was unplugged, or the system took it away for good. */
  readonly onLost: () => void;
  /** Devices came or went. */
  readonly onDevices: () => void;
};

/** Camera and microphone while they are open: one stream, measured and recorded. */
export class Capture {
  readonly stream: MediaStream;
  readonly type: RecordingType;
  readonly #events: CaptureEvents;
  readonly #level: LevelMeter;
  readonly #light: LightMeter | undefined;
  /** Opened by the first picture that is asked for. */
  #pictures: CameraPictures | undefined;
  #isClosed = false;
  readonly #stopListening = new AbortController();
  #devices: DeviceList;

  private constructor(stream: MediaStream, devices: DeviceList, events: CaptureEvents) {
    this.stream = stream;
    this.#devices = devices;
    this.#events = events;
    this.type = chooseRecordingType(this.hasCamera, (mime) => MediaRecorder.isTypeSupported(mime));
    this.#level = new LevelMeter(stream);
    this.#light = this.hasCamera ? new LightMeter(stream) : undefined;
    const { signal } = this.#stopListening;
    for (const track of stream.getTracks()) {
      track.addEventListener('ended', events.onLost, { signal });
    }
    navigator.mediaDevices.addEventListener('devicechange', () => void this.#list(), { signal });
  }

  /** @throws what `openDevices` throws */
  static async open(wish: DeviceWish, events: CaptureEvents): Promise<Capture> {
    const stream = await openDevices(wish);
    try {
      return new Capture(stream, await listDevices(), events);
    } catch (thrown) {
      closeDevices(stream);
      throw thrown;
    }
  }

  get hasCamera(): boolean {
    return this.stream.getVideoTracks().length > 0;
  }

  get devices(): DeviceList {
    return this.#devices;
  }

  get cameraId(): string | undefined {
    return this.stream.getVideoTracks()[0]?.getSettings().deviceId;
  }

  get microphoneId(): string | undefined {
    return this.stream.getAudioTracks()[0]?.getSettings().deviceId;
  }

  read(): CaptureReading {
    const isLost = (track: MediaStreamTrack) => track.readyState === 'ended' || track.muted;
    return {
      loudness: this.#level.read(),
      light: this.#light?.read(),
      isCameraLost: this.stream.getVideoTracks().some(isLost),
      isMicrophoneLost: this.stream.getAudioTracks().some(isLost),
    };
  }

  /** What the camera shows now; its owner closes it. One at a time; `undefined` where there is none (yet, any more). */
  async picture(): Promise<VideoFrame | ImageBitmap | undefined> {
    const [track] = this.stream.getVideoTracks();
    if (this.#isClosed || track?.readyState !== 'live') return undefined;
    this.#pictures ??= CameraPictures.open(track);
    return this.#pictures ? this.#pictures.next() : this.#light?.picture();
  }

  record(events: RecorderEvents): Recorder {
    return new Recorder(this.stream, this.type, events);
  }

  /** @throws where the browser can't hand the sound on */
  tap(): Promise<Tap> {
    return Tap.open(this.#level.source);
  }

  close(): void {
    this.#isClosed = true;
    this.#stopListening.abort();
    this.#pictures?.close();
    this.#level.close();
    this.#light?.close();
    closeDevices(this.stream);
  }

  async #list(): Promise<void> {
    this.#devices = await listDevices();
    this.#events.onDevices();
  }
}
