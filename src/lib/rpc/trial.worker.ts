import { AppError } from '$lib/core/errors.ts';
import { move, serve } from './serve.ts';

/** Jobs of the trial worker that the tests of this room run in a real browser. */
export type TrialJobs = {
  double: { input: number; output: number };
  count: { input: number; output: 'counted'; step: number };
  waitPolitely: { input: null; output: never };
  beDeaf: { input: null; output: never };
  fail: { input: null; output: never };
  crash: { input: null; output: never };
  buffer: { input: ArrayBuffer; output: { buffer: ArrayBuffer; pid: number } };
};

const pid = Math.random();

serve<TrialJobs>({
  double: (input) => Promise.resolve(input * 2),
  count: (input, job) => {
    for (let step = 1; step <= input; step += 1) job.progress(step);
    return Promise.resolve('counted');
  },
  waitPolitely: async (_, { signal }) => {
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
    signal.throwIfAborted();
    throw new Error('unreachable');
  },
  beDeaf: () => {
    for (;;);
  },
  fail: () => Promise.reject(new AppError('file-damaged', 'cut short')),
  crash: () =>
    new Promise(() => {
      setTimeout(() => {
        throw new Error('out of the blue');
      });
    }),
  buffer: (buffer) => Promise.resolve(move({ buffer, pid }, [buffer])),
});
