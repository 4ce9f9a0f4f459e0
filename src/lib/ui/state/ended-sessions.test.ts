import { describe, expect, it } from 'vitest';
import type { AnswerJob } from '$lib/session/contract.ts';
import { endedSessions } from './ended-sessions.ts';

const job = (sessionId: string, state: AnswerJob['state']) => ({ sessionId, state }) as AnswerJob;

describe('sessions that have come to their end', () => {
  it('are those whose last recording has ended, well or not', () => {
    const before = [job('a', 'running'), job('a', 'done'), job('b', 'pending'), job('c', 'stuck')];
    const after = [job('a', 'done'), job('a', 'done'), job('b', 'running'), job('c', 'failed')];
    expect(endedSessions(before, after)).toEqual(['a', 'c']);
  });

  it('are not those that wait for another recording, had ended before, or are gone', () => {
    const before = [job('a', 'running'), job('a', 'pending'), job('b', 'done'), job('c', 'running')];
    const after = [job('a', 'done'), job('a', 'running'), job('b', 'done')];
    expect(endedSessions(before, after)).toEqual([]);
  });
});
