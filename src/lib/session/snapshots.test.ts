import { describe, expect, it } from 'vitest';
import type { JobRow } from '$lib/storage/rows.ts';
import { Job } from './job.ts';
import { Snapshots } from './snapshots.ts';

const row: JobRow = {
  ...{ id: 'a', sessionId: 's', place: 0, name: 'a.mp4', bytes: 1, question: null, owner: 'this tab' },
  ...{ state: 'running', source: 'copy', processingSeconds: 0, stages: [] },
};

/** Snapshots in which the job has ended here. */
function withEnded() {
  const snapshots = new Snapshots();
  const job = new Job(
    row,
    () => 0,
    () => undefined,
  );
  snapshots.follow(job);
  job.change({ state: 'done' });
  snapshots.release(job);
  return snapshots;
}
const stateIn = (snapshots: Snapshots) => snapshots.state.jobs[0]?.state;

describe('snapshots', () => {
  it('keep the end of a job over a list that was read before it', () => {
    const snapshots = withEnded();
    snapshots.list({ sessions: [], jobs: [row] });
    expect(stateIn(snapshots)).toBe('done');
  });

  it('believe the list that another tab tries it again', () => {
    const snapshots = withEnded();
    snapshots.list({ sessions: [], jobs: [{ ...row, state: 'done' }] });
    snapshots.list({ sessions: [], jobs: [{ ...row, state: 'pending', owner: 'another tab' }] });
    expect(stateIn(snapshots)).toBe('pending');
  });

  it('forget a job that was deleted', () => {
    const snapshots = withEnded();
    snapshots.list({ sessions: [], jobs: [] });
    expect(snapshots.state.jobs).toEqual([]);
  });
});
