import { describe, expect, it } from 'vitest';
import type { AnswerJob, JobState, StageView } from './contract.ts';
import { queueStatistics } from './queue-statistics.ts';

function job(state: JobState, seconds: number, stages: readonly StageView[], error?: AnswerJob['error']): AnswerJob {
  const media = { name: 'a.mp4', bytes: 1, mime: 'video/mp4', seconds, sha256: 'ab', video: null, audio: null };
  return {
    ...{ id: crypto.randomUUID(), sessionId: 's', name: 'a.mp4', bytes: 1, question: null, state, stages, media },
    ...{ isStored: true, words: [] },
    ...(error && { error }),
  };
}
const done = (id: StageView['id'], seconds: number): StageView => ({ id, status: 'done', seconds });

describe('statistics of the queue', () => {
  it('count jobs, and take the median of each stage over recordings of different length', () => {
    const failed: StageView = { id: 'text', status: 'failed', seconds: 1 };
    const lost = { code: 'file-gone', message: 'gone' } as const;
    const statistics = queueStatistics([
      job('done', 10, [done('text', 2)]),
      job('done', 100, [done('text', 30)]),
      job('done', 60, [done('text', 60)]),
      job('failed', 10, [failed], lost),
      job('pending', 10, []),
    ]);
    expect(statistics.jobs).toMatchObject({ done: 3, failed: 1, pending: 1, stuck: 0 });
    expect(statistics.analysedSeconds).toBe(170);
    expect(statistics.stages.find(({ stage }) => stage === 'text')).toEqual({
      ...{ stage: 'text', done: 3, failed: 1, timesRealTime: 0.3 },
    });
    expect(statistics.stages.find(({ stage }) => stage === 'frames')?.timesRealTime).toBeUndefined();
    expect(statistics.errors).toEqual([{ code: 'file-gone', count: 1 }]);
  });

  it('know nothing of a queue that was never used', () => {
    const { analysedSeconds, errors, stages } = queueStatistics([]);
    expect({ analysedSeconds, errors }).toEqual({ analysedSeconds: 0, errors: [] });
    expect(stages.every(({ done: ended, failed }) => ended + failed === 0)).toBe(true);
  });
});
