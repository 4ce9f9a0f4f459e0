import type { CalibrationDoubt, CalibrationStep } from '$lib/analysers/calibrate.ts';
import type { ErrorCode } from '$lib/core/errors.ts';
import type { Question } from '$lib/core/question.ts';
import type { Word } from '$lib/core/report/schema.ts';

/** What the interface sees of a live practice session. The room `session` makes it; `ui` wraps it in runes. */

export type DeviceChoice = {
  /** False: voice only; no camera is asked for. */
  readonly hasCamera: boolean;
  /** Of `navigator.mediaDevices`; the browser's own choice where left out or gone. */
  readonly cameraId?: string;
  readonly microphoneId?: string;
};

export type PracticeSetup = {
  readonly title?: string;
  /** Two letters or `auto`. */
  readonly language: string;
  readonly locale: string;
  readonly questions: readonly Question[];
  /** Other questions to compare with (the rest of the bank). */
  readonly otherQuestions: readonly Question[];
  readonly vocabulary: readonly string[];
  /** Where a question gives none of its own; 0: the answer starts at once. */
  readonly thinkingSeconds: number;
  /** A gentle limit: the clock says so, the recording goes on. */
  readonly answerSeconds: number;
  readonly hasCaptions: boolean;
  /** Live cues; off by default. Faults of the set-up are told in any case. */
  readonly hasCues: boolean;
};

/** A device as the picker shows it. */
export type DeviceOption = { readonly id: string; readonly label: string };

/** The open camera and microphone, measured a few times a second. */
export type DeviceView = {
  /** To be shown, muted and mirrored; the one stream of the session. */
  readonly stream: MediaStream;
  readonly hasCamera: boolean;
  readonly cameras: readonly DeviceOption[];
  readonly microphones: readonly DeviceOption[];
  /** What is in use. */
  readonly cameraId?: string;
  readonly microphoneId?: string;
  /** Loudness of the microphone now, dBFS (−100 … 0). */
  readonly levelDb: number;
  /** Loudest of the last seconds, dBFS: shows clipping. */
  readonly peakDb: number;
  /** What is wrong with the set-up now; keys of words: `setup.<id>`. */
  readonly faults: readonly SetupFault[];
};

/** Faults of the set-up, seen before and during a recording. */
export type SetupFault =
  | 'microphone-silent'
  | 'microphone-clipping'
  | 'microphone-lost'
  | 'camera-lost'
  | 'camera-dark'
  | 'camera-bright'
  | 'camera-backlit'
  | 'no-face'
  | 'face-cut'
  | 'face-far'
  | 'face-near'
  | 'storage-low'
  /** Seen again after it was hidden. */
  | 'tab-hidden';

export type CueId = 'too-fast' | 'long-pause' | 'microphone-silent' | 'out-of-frame';

/** What may be gone through before the first question: what is learnt of the face and body, and a line to read aloud. */
export type CheckStep = CalibrationStep | 'line';

/**
 * Why a step gave nothing; of the line: nothing was heard, it was quiet, overdriven, or the room is loud beside the voice.
 */
export type CheckDoubt = CalibrationDoubt | LineDoubt;
export type LineDoubt = 'silent' | 'quiet' | 'overdriven' | 'noisy';

/** The calm minute before the first question: all of it may be left out. */
export type CalibrationView = {
  /** Steps that devices and policy allow, in their order. */
  readonly steps: readonly CheckStep[];
  /** Steps that went well. */
  readonly known: readonly CheckStep[];
  /**
   * The step that is on. `asked`: the person is told what to do, and says when. `watching`: `share` of it is done.
   * `doubted`: it gave nothing, and may be tried again.
   */
  readonly on?: {
    readonly step: CheckStep;
    readonly phase: 'asked' | 'watching' | 'doubted';
    readonly share: number;
    readonly doubt?: CheckDoubt;
  };
};

/** The verbs of the calibration, while devices are open and no session has begun. */
export type Calibrating = {
  /** From the first step; what was learnt before is forgotten. */
  start(): void;
  /** The person is ready for the step that is on, for the first time or again. */
  ready(): void;
  /** On without the step that is on. */
  skip(): void;
  /** Ends it; what was learnt stays. */
  leave(): void;
};

/** Words of an answer while it is given; the transcript is made of its recording. */
export type CaptionsView = {
  /** Heard so far; `…` stands for what was left out because the device could not keep up. */
  readonly words: readonly Word[];
  /** By how much they are late, where that is worth telling. */
  readonly secondsBehind?: number;
  /** There are none to be had: no model, or a browser that can't hand the sound on. */
  readonly isMissing: boolean;
};

/** One recorded answer to a question; several of one question are its takes. */
export type Take = {
  /** Id of the answer's job once it has been handed to the queue. */
  readonly answerId: string;
  /** Place of its question, from 0. */
  readonly place: number;
  readonly seconds: number;
  readonly bytes: number;
};

/**
 * `closed`: nothing open. `ready`: devices open, nothing recorded (device check, and before the first question).
 * `thinking`: counting down to the answer. `recording`, `paused`: an answer. `saving`: its last seconds are written.
 * `between`: an answer is kept; next, retry or finish. `finished`: all handed to the queue. `failed`: see `error`.
 */
export type PracticePhase =
  'closed' | 'opening' | 'ready' | 'thinking' | 'recording' | 'paused' | 'saving' | 'between' | 'finished' | 'failed';

/** One immutable snapshot, a new one at most ten times a second. */
export type PracticeState = {
  readonly phase: PracticePhase;
  readonly sessionId?: string;
  readonly setup?: PracticeSetup;
  /** Place of the question that is on, from 0. */
  readonly place: number;
  readonly device?: DeviceView;
  /** While devices are open and no session has begun. */
  readonly calibration?: CalibrationView;
  /** Left of the thinking time. */
  readonly thinkingLeft?: number;
  /** Of the answer so far, pauses left out. */
  readonly answerSeconds: number;
  readonly takes: readonly Take[];
  /** Of the answer that is on, where captions are wanted. */
  readonly captions?: CaptionsView;
  readonly cue?: { readonly id: CueId; readonly since: number };
  /** Megabytes that a minute of recording costs with the type that is used. */
  readonly megabytesPerMinute?: number;
  /** Another tab records: this one can't. */
  readonly isElsewhere: boolean;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
};

/** A recording that was cut off by a crash, found at start. */
export type Recovery = {
  readonly sessionId: string;
  readonly title: string;
  readonly created: string;
  readonly answers: number;
  readonly seconds: number;
};

/** The verbs of a live session. Every rejection is an `AppError`. */
export type Practice = {
  readonly state: PracticeState;
  readonly calibration: Calibrating;
  subscribe(listener: (state: PracticeState) => void): () => void;
  /** Asks for camera and microphone with one `getUserMedia` call. Rejects with `camera-denied`, `microphone-missing`… */
  open(choice: DeviceChoice): Promise<void>;
  /** Starts with the first question's thinking time. */
  begin(setup: PracticeSetup): Promise<void>;
  /** Ends the thinking time now. */
  answer(): Promise<void>;
  pause(): void;
  resume(): void;
  /** Ends the answer and keeps it. */
  stop(): Promise<void>;
  /** The same question again; the take before it is kept. While it records, the running take is dropped. */
  retry(): Promise<void>;
  /** To the next question, or to `finished` after the last. */
  next(): Promise<void>;
  /** On without an answer. */
  skip(): Promise<void>;
  /** Puts one more question after the one that is on: a follow-up. */
  follow(question: Question): void;
  /** Ends the session; what has been answered goes on to its report. */
  finish(): Promise<void>;
  /** Closes camera and microphone. A running answer is stopped and kept. */
  close(): Promise<void>;
  /** Cut-off recordings of earlier runs. */
  recoveries(): Promise<readonly Recovery[]>;
  /** Makes answers of a cut-off session and queues them; the answer is the session's id. */
  recover(sessionId: string): Promise<string>;
  discard(sessionId: string): Promise<void>;
};
