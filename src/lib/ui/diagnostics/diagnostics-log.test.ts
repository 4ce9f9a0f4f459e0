import { describe, expect, it } from 'vitest';
import { queueStatistics } from '$lib/session/queue-statistics.ts';
import { logOf, type Diagnosis } from './diagnostics-log.ts';

const diagnosis: Diagnosis = {
  ...{ appVersion: '1.2.3', agent: 'Browser/1', abilities: undefined, graphics: undefined, models: undefined },
  stages: [{ answerId: 'a1', sessionId: 's1', stage: 'text', status: 'failed', seconds: 2, error: 'model-failed' }],
  queue: queueStatistics([]),
  requests: [{ origin: 'https://viva.example', path: '/report/', by: 'page', times: 2, received: 10 }],
  selfTest: { phase: 'failed', error: { code: 'file-gone', message: 'my secret interview.mp4 is gone' } },
};

describe('logOf', () => {
  it('names answers by their ids, and errors by their codes', () => {
    const log = JSON.parse(logOf(diagnosis, '1970-01-01T00:00:00.000Z')) as Record<string, unknown>;
    expect(log).toMatchObject({
      ...{ type: 'viva/diagnostics', version: 1, created: '1970-01-01T00:00:00.000Z' },
      ...{ stages: diagnosis.stages, requests: diagnosis.requests },
      queue: { jobs: { pending: 0 }, errors: [] },
      selfTest: { phase: 'failed', error: 'file-gone' },
    });
  });

  it("holds no message of an error: it may name a person's file", () => {
    expect(logOf(diagnosis, '1970-01-01T00:00:00.000Z')).not.toContain('secret');
  });
});
