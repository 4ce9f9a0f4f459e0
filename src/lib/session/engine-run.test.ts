import { describe, expect, it } from 'vitest';
import { AppError } from '$lib/core/errors.ts';
import type { Track } from '$lib/core/track.ts';
import type { ObserveInput, ObserveJobs } from '$lib/engines/jobs.ts';
import { EngineRun, type EngineRunOptions } from './engine-run.ts';
import type { ObserveCall } from './ports.ts';

type Output = ObserveJobs['observe']['output'];

const trackOf = (id: string): Track => ({ id, version: 1, models: {}, backend: 'script', data: {} });

/** A worker for each entry: steps that it finishes, then how it ends. */
function scripted(workers: readonly { steps: readonly number[]; end: Output | AppError }[]) {
  const inputs: ObserveInput[] = [];
  const closed: string[] = [];
  const engines = {
    observe(_engine: string, input: ObserveInput, { onStep }: ObserveCall) {
      const worker = workers[inputs.length]!;
      inputs.push(input);
      for (const value of worker.steps) onStep({ kind: 'checkpoint', id: 'transcript', value });
      return worker.end instanceof AppError ? Promise.reject(worker.end) : Promise.resolve(worker.end);
    },
    close(engine: string) {
      closed.push(engine);
    },
  };
  return { engines, inputs, closed };
}

function options(tracks: Track[]): EngineRunOptions {
  return {
    signal: new AbortController().signal,
    input: (observers) => ({ observers }) as unknown as ObserveInput,
    onStep: () => undefined,
    onProgress: () => undefined,
    onTracks: (made) => tracks.push(...made),
  };
}

const group = [[{ id: 'transcript' }, { id: 'relevance' }]];
const unfinished: Output = { tracks: [], failed: [], isUnfinished: true };

describe('the run of an engine', () => {
  it('goes on in a fresh worker from what the one before has finished', async () => {
    const whole: Output = { tracks: [trackOf('transcript'), trackOf('relevance')], failed: [] };
    const { engines, inputs, closed } = scripted([
      { steps: [1, 2], end: unfinished },
      { steps: [3], end: unfinished },
      { steps: [4], end: whole },
    ]);
    const tracks: Track[] = [];
    expect(await new EngineRun('text', engines).observe(group, options(tracks))).toEqual([]);
    expect(inputs.map(({ resumed }) => resumed?.['transcript'])).toEqual([[], [1, 2], [1, 2, 3]]);
    expect(closed).toEqual(['text', 'text']);
    expect(tracks.map(({ id }) => id)).toEqual(['transcript', 'relevance']);
  });

  it('asks a fresh worker only for what is still missing', async () => {
    const { engines, inputs } = scripted([
      { steps: [1], end: { tracks: [trackOf('transcript')], failed: [], isUnfinished: true } },
      { steps: [], end: { tracks: [trackOf('relevance')], failed: [] } },
    ]);
    await new EngineRun('text', engines).observe(group, options([]));
    expect(inputs[1]!.observers.map(({ id }) => id)).toEqual(['relevance']);
  });

  it('keeps what was finished over a crash', async () => {
    const { engines, inputs } = scripted([
      { steps: [1, 2, 3], end: new AppError('worker-crashed') },
      { steps: [4], end: { tracks: [trackOf('transcript')], failed: [] } },
    ]);
    const run = new EngineRun('text', engines);
    await expect(run.observe(group, options([]))).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(run.finished).toBe(3);
    await run.observe(group, options([]));
    expect(inputs[1]!.resumed?.['transcript']).toEqual([1, 2, 3]);
  });

  it('does not change workers for ever', async () => {
    const { engines } = scripted([
      { steps: [1], end: unfinished },
      { steps: [], end: unfinished },
    ]);
    await expect(new EngineRun('text', engines).observe(group, options([]))).rejects.toMatchObject({
      code: 'unexpected',
    });
  });
});
