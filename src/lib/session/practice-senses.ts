import type { Analyser } from '$lib/core/analyser.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import type { LiveFigures } from '$lib/engines/frames/live.ts';
import type { Capture } from '$lib/media/capture/capture.ts';
import type { Device } from './device.ts';
import { ENGINE_BYTES, type Live } from './memory-budget.ts';
import { planSession, type PlannedObserver, type SessionPlan } from './plan.ts';
import type { Engines } from './ports.ts';
import type { CaptionsView, CheckStep, PracticeSetup, SetupFault } from './practice-contract.ts';
import { Cues, type Cue } from './practice-cues.ts';
import { PracticeCalibration } from './practice-calibration.ts';
import { Ear } from './practice-ear.ts';
import { PracticeEye, type LiveGraphics } from './practice-eye.ts';
import { HeadStart, mayStartAhead } from './practice-head-start.ts';
import type { SetupFaults } from './practice-faults.ts';
import { isTooFast, LiveWords } from './practice-words.ts';
import type { Clock } from './watchdog.ts';

export type SensesContext = {
  readonly engines: Engines;
  readonly policy: Policy;
  readonly registry: readonly Analyser[];
  readonly device: Device;
  readonly clock: Pick<Clock, 'now'>;
  /** Absolute URL of the app's root, with a slash at its end. */
  readonly assets: string;
  readonly graphics?: LiveGraphics;
  /** Of a recording that is analysed while it is made. */
  readonly chunkSeconds: number;
};

/** An ear beside the recorder and the analysis of the answer before: not on the smallest devices. */
const EAR_GIGABYTES = 4;
/** Processors with which words are read for the pace alone. */
const PACE_CORES = 4;
/** What a session has to be planned for. */
const MEDIA = { audio: { sampleRate: 48_000, channels: 1 }, video: { width: 640, height: 480, fps: 30 } };
const OUT_OF_FRAME: ReadonlySet<SetupFault> = new Set(['no-face', 'face-cut', 'camera-lost']);

/** What others want to know of a session that is sensed. */
export type SensesEvents = {
  /** What the camera shows now. */
  readonly onFigures: (figures: LiveFigures) => void;
  /** The calibration is at another step. */
  readonly onCalibration: () => void;
};

/** What is heard, seen and told of an answer while it is given, and learnt before it. What the policy switched off is neither heard nor looked at. */
export class PracticeSenses {
  readonly ear: Ear;
  /** Nobody where faces may not be looked at. */
  readonly eye: PracticeEye | undefined;
  readonly calibration: PracticeCalibration;
  readonly #context: SensesContext;
  readonly #plan: SessionPlan;
  readonly #words: LiveWords;
  #cues = new Cues();
  #cue: Cue | undefined;

  constructor(context: SensesContext, { onFigures, onCalibration }: SensesEvents) {
    const { engines, assets, policy, registry, clock, device, graphics } = context;
    this.#context = context;
    this.#plan = planSession(registry, policy, MEDIA);
    this.ear = new Ear({ engines, assets, mostSeconds: policy.limits.seconds });
    this.#words = new LiveWords(engines, assets);
    const eye = {
      ...{ assets, graphics, cores: device.cores, now: () => clock.now() },
      onFigures: (figures: LiveFigures) => {
        this.calibration.see(figures.at);
        onFigures(figures);
      },
    };
    this.eye = this.#maySee('face') ? new PracticeEye(eye) : undefined;
    this.calibration = new PracticeCalibration(this.eye, onCalibration);
  }

  /** What may be gone through before the first question. */
  stepsFor(hasCamera: boolean): readonly CheckStep[] {
    if (!hasCamera || !this.eye) return ['line'];
    return ['lens', 'neutral', ...(this.#maySee('pose') ? (['posture'] as const) : []), 'line'];
  }

  #maySee(id: string): boolean {
    return this.#plan.observers.frames.some((observer) => observer.id === id);
  }

  /** What is heard live; none where the device is too small for it. */
  get observers(): readonly PlannedObserver[] {
    const { isMobile, memoryGigabytes = EAR_GIGABYTES } = this.#context.device;
    return isMobile || memoryGigabytes < EAR_GIGABYTES ? [] : this.#plan.observers.samples;
  }

  /** @param seconds of the answer up to now */
  captions(seconds: number): CaptionsView {
    return this.#words.view(seconds);
  }

  get cue(): Cue | undefined {
    return this.#cue;
  }

  /** Where captions are asked for; where there are processors enough, cues about the pace are worth them, too. */
  wordsFor(setup: PracticeSetup | undefined): LiveWords | undefined {
    const mayHear = this.#plan.observers.text.some(({ id }) => id === 'transcript');
    const isPaceWanted = setup?.hasCues === true && this.#context.device.cores >= PACE_CORES;
    return mayHear && (setup?.hasCaptions === true || isPaceWanted) ? this.#words : undefined;
  }

  /** What a session takes of the device beside the analysis. */
  live(setup: PracticeSetup, hasCamera: boolean, isRecording: boolean): Live {
    const bytes = this.#sensing(setup, hasCamera);
    const ahead = this.#mayStartAhead(bytes, hasCamera) ? ENGINE_BYTES.frames : 0;
    return { bytes: bytes + ahead, isBusy: isRecording || this.wordsFor(setup) !== undefined };
  }

  /** For a new answer; nobody where the device can't do that beside what else is live. @param isFree as of `HeadStartParts` */
  headStart(setup: PracticeSetup | undefined, capture: Capture, isFree: () => boolean): HeadStart | undefined {
    if (!setup || !this.#mayStartAhead(this.#sensing(setup, capture.hasCamera), capture.hasCamera)) return undefined;
    const { engines, assets, chunkSeconds } = this.#context;
    const fps = capture.stream.getVideoTracks()[0]?.getSettings().frameRate ?? MEDIA.video.fps;
    const observers = this.#plan.observers.frames;
    return new HeadStart({ engines, assets, chunkSeconds, observers, fps, mime: capture.type.mime, isFree });
  }

  #mayStartAhead(bytes: number, hasCamera: boolean): boolean {
    const { frames } = this.#plan.observers;
    return hasCamera && frames.length > 0 && mayStartAhead(this.#context.device, { bytes });
  }

  /** Bytes of what listens and looks. */
  #sensing(setup: PracticeSetup, hasCamera: boolean): number {
    const ear = this.observers.length > 0 ? ENGINE_BYTES.liveEar : 0;
    const eye = hasCamera && this.eye ? ENGINE_BYTES.liveEye : 0;
    return ear + eye + (this.wordsFor(setup) ? ENGINE_BYTES.text : 0);
  }

  /** A new answer: nothing has been said of it. */
  forgetCues(): void {
    this.#cues = new Cues();
    this.#cue = undefined;
  }

  /** @param at seconds of the answer */
  readCues(at: number, { faults, levelDb }: SetupFaults, language: string): void {
    this.#cue = this.#cues.read({
      ...{ at, levelDb },
      isMicrophoneSilent: faults.includes('microphone-silent') || faults.includes('microphone-lost'),
      isOutOfFrame: faults.some((fault) => OUT_OF_FRAME.has(fault)),
      isTooFast: isTooFast(this.#words.words, language),
    });
  }

  close(): void {
    this.ear.close();
    this.#words.close();
  }
}
