import { AppError, toAppError, type ErrorCode } from '$lib/core/errors.ts';

/** Names of errors of IndexedDB, Dexie and OPFS, by what the person can do about them. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  QuotaExceededError: 'storage-full',
  DatabaseClosedError: 'storage-blocked',
  MissingAPIError: 'storage-unavailable',
  SecurityError: 'storage-unavailable',
  NotAllowedError: 'storage-unavailable',
  VersionError: 'storage-newer',
};

type Nested = { name?: unknown; message?: unknown; inner?: unknown; cause?: unknown };

/** The names of an error and of those inside it: Dexie wraps the browser's own in `inner`. */
function namesOf(thrown: unknown): string[] {
  const names: string[] = [];
  let error = thrown;
  for (let depth = 0; depth < 5 && typeof error === 'object' && error !== null; depth++) {
    const { name, inner, cause } = error as Nested;
    if (typeof name === 'string') names.push(name);
    error = inner ?? cause;
  }
  return names;
}

/** Whatever storage threw, as an `AppError` of its class; anything that isn't known is worth another try. */
export function toStorageError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const names = namesOf(thrown);
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  for (const name of names) {
    const code = CODES[name];
    if (code) return new AppError(code, message, { cause: thrown });
  }
  if (names.includes('AbortError') && !names.includes('OpenFailedError')) {
    // A transaction that was aborted from outside, or a cancelled copy: the plain meaning holds.
    return toAppError(thrown);
  }
  return new AppError('storage-failed', message, { cause: thrown });
}

/** Whether the database may work again once it has been opened anew: WebKit drops the connection of a suspended page. */
export function isConnectionLost(thrown: unknown): boolean {
  return namesOf(thrown).some((name) => name === 'UnknownError' || name === 'InvalidStateError');
}
