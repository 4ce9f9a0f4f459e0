import { describe, expect, it } from 'vitest';
import { AppError } from '$lib/core/errors.ts';
import { isConnectionLost, toStorageError } from './failure.ts';

const named = (name: string, inner?: unknown) => Object.assign(new Error(name), { name, inner });

describe('errors of storage', () => {
  it.each([
    ['a full disk', named('QuotaExceededError'), 'storage-full'],
    ['a full disk inside a Dexie error', named('AbortError', named('QuotaExceededError')), 'storage-full'],
    ['a private window', named('OpenFailedError', named('SecurityError')), 'storage-unavailable'],
    ['a browser without a database', named('MissingAPIError'), 'storage-unavailable'],
    ['a newer database', named('VersionError'), 'storage-newer'],
    ['a closed database', named('DatabaseClosedError'), 'storage-blocked'],
    ['a cancelled copy', new DOMException('stop', 'AbortError'), 'cancelled'],
    ['something else', new TypeError('odd'), 'storage-failed'],
    ['one of ours', new AppError('file-gone'), 'file-gone'],
  ])('%s has its code', (_, thrown, code) => {
    expect(toStorageError(thrown).code).toBe(code);
  });

  it('tell a lost connection from a full disk', () => {
    expect(isConnectionLost(named('UnknownError'))).toBe(true);
    expect(isConnectionLost(named('OpenFailedError', named('InvalidStateError')))).toBe(true);
    expect(isConnectionLost(named('QuotaExceededError'))).toBe(false);
  });
});
