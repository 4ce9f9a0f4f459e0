/**
 * Every error a person may meet. A code is also the key of its words in the locale files (`error.<code>`), where it
 * says what happened, what is safe, and what to do.
 *
 * - `cancelled`: the person asked for it; shown nowhere.
 * - `user`: the person can mend it (another file, a permission).
 * - `transient`: trying again may help; a retry is offered.
 * - `permanent`: this recording or device can't; the rest goes on without it.
 * - `bug`: ours; details are shown to copy.
 */
export const ERROR_CLASSES = {
  cancelled: 'cancelled',

  // Files
  'file-empty': 'user',
  'file-not-media': 'user',
  'file-damaged': 'permanent',
  'file-no-usable-track': 'permanent',
  'file-too-large': 'user',
  'file-too-long': 'user',
  'file-too-many': 'user',
  'file-gone': 'user',
  'codec-unsupported': 'permanent',
  'decode-failed': 'permanent',
  'decode-stalled': 'permanent',
  /** ffmpeg, which decodes what the browser can't, could not be loaded. */
  'decoder-missing': 'transient',

  // Models
  'model-missing': 'transient',
  'model-damaged': 'transient',
  'model-unknown': 'bug',
  'model-failed': 'transient',
  /** A host's own recogniser: the browser has no graphics processor for it. */
  'no-webgpu': 'permanent',
  'gpu-lost': 'transient',
  /** It heard other words than were said; it takes longer than speech; it has no graphs for WebGPU or gives no word times. */
  'recogniser-untrue': 'permanent',
  'recogniser-slow': 'permanent',
  'recogniser-unfit': 'permanent',
  /** No language model here writes a report's language. */
  'writer-unavailable': 'permanent',

  // Files of the app itself (ffmpeg's core)
  'part-missing': 'transient',
  'part-damaged': 'transient',

  // Workers and device
  'worker-crashed': 'transient',
  'worker-timeout': 'transient',
  'worker-unavailable': 'permanent',
  'out-of-memory': 'transient',

  // Camera and microphone
  'camera-denied': 'user',
  'camera-missing': 'user',
  'camera-in-use': 'user',
  'microphone-missing': 'user',
  'microphone-in-use': 'user',
  'device-unplugged': 'user',
  'recorder-failed': 'transient',
  /** Another tab of the app has camera and microphone. */
  'practice-elsewhere': 'user',

  // Storage
  'storage-full': 'user',
  'storage-blocked': 'user',
  'storage-unavailable': 'permanent',
  'storage-failed': 'transient',
  'storage-newer': 'user',
  'row-damaged': 'permanent',

  // Foreign data
  'import-invalid': 'user',
  'policy-invalid': 'user',
  'questions-invalid': 'user',
  'report-invalid': 'user',
  'report-newer': 'user',
  'backup-invalid': 'user',
  'backup-newer': 'user',

  unexpected: 'bug',
} as const satisfies Record<string, 'cancelled' | 'user' | 'transient' | 'permanent' | 'bug'>;

export type ErrorCode = keyof typeof ERROR_CLASSES;
export type ErrorClass = (typeof ERROR_CLASSES)[ErrorCode];

/** An error with a code that the interface has words for. `message` is for engineers and logs, never for the page. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string = code, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }

  get class(): ErrorClass {
    return ERROR_CLASSES[this.code];
  }
}

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CLASSES, value);
}

/** Whatever was thrown, as an `AppError`. Aborts become `cancelled`; anything unknown is our bug and keeps its cause. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new AppError('cancelled', thrown.message, { cause: thrown });
  }
  if (thrown instanceof Error && thrown.name === 'QuotaExceededError') {
    return new AppError('storage-full', thrown.message, { cause: thrown });
  }
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new AppError('unexpected', message, { cause: thrown });
}
