import { afterEach, expect, test } from 'vitest';
import { AppError } from '$lib/core/errors.ts';
import { connect, type Connection } from './connect.ts';
import type { TrialJobs } from './trial.worker.ts';

let started = 0;
let connection: Connection<TrialJobs> | undefined;

function open(options = {}) {
  started = 0;
  connection = connect<TrialJobs>(
    () => {
      started += 1;
      return new Worker(new URL('./trial.worker.ts', import.meta.url), { type: 'module', name: 'trial' });
    },
    { graceMs: 150, ...options },
  );
  return connection;
}

const never = () => new AbortController().signal;
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (thrown: unknown) => (thrown instanceof AppError ? thrown.code : String(thrown)),
  );

afterEach(() => connection?.close());

test('a job answers, and its steps arrive in order before the answer', async () => {
  const trial = open();
  const steps: number[] = [];
  const output = await trial.call('count', 3, { signal: never(), onProgress: (step) => steps.push(step) });
  expect(output).toBe('counted');
  expect(steps).toEqual([1, 2, 3]);
  expect(await trial.call('double', 21, { signal: never() })).toBe(42);
  expect(started).toBe(1);
});

test('buffers are moved both ways, not copied', async () => {
  const trial = open();
  const buffer = new ArrayBuffer(1024);
  const output = await trial.call('buffer', buffer, { signal: never(), transfer: [buffer] });
  expect(buffer.byteLength).toBe(0);
  expect(output.buffer.byteLength).toBe(1024);
});

test('a fault keeps its code, and the worker lives on', async () => {
  const trial = open();
  expect(await codeOf(trial.call('fail', null, { signal: never() }))).toBe('file-damaged');
  expect(await trial.call('double', 1, { signal: never() })).toBe(2);
  expect(started).toBe(1);
});

test('a polite abort keeps the worker', async () => {
  const trial = open();
  const abort = new AbortController();
  const call = codeOf(trial.call('waitPolitely', null, { signal: abort.signal }));
  setTimeout(() => {
    abort.abort();
  }, 50);
  expect(await call).toBe('cancelled');
  expect(await trial.call('double', 2, { signal: never() })).toBe(4);
  expect(started).toBe(1);
});

test('a job that is deaf loses its worker, and the one waiting behind it runs in a fresh one', async () => {
  const trial = open();
  const abort = new AbortController();
  const deaf = codeOf(trial.call('beDeaf', null, { signal: abort.signal }));
  const next = trial.call('double', 4, { signal: never() });
  setTimeout(() => {
    abort.abort();
  }, 50);
  expect(await deaf).toBe('cancelled');
  expect(await next).toBe(8);
  expect(started).toBe(2);
});

test('a crash rejects the running call and the next one finds a fresh worker', async () => {
  const trial = open();
  expect(await codeOf(trial.call('crash', null, { signal: never() }))).toBe('worker-crashed');
  expect(await trial.call('double', 5, { signal: never() })).toBe(10);
  expect(started).toBe(2);
});

test('a call whose signal is aborted while it waits never starts', async () => {
  const trial = open();
  const first = new AbortController();
  const waiting = new AbortController();
  const running = codeOf(trial.call('waitPolitely', null, { signal: first.signal }));
  const queued = codeOf(trial.call('double', 1, { signal: waiting.signal }));
  waiting.abort();
  first.abort();
  expect(await running).toBe('cancelled');
  expect(await queued).toBe('cancelled');
});

test('an idle worker ends after its warm time, and a call starts it again', async () => {
  const trial = open({ warmMs: 50 });
  const pidOf = async () => (await trial.call('buffer', new ArrayBuffer(1), { signal: never() })).pid;
  const before = await pidOf();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await pidOf()).not.toBe(before);
  expect(started).toBe(2);
});

test('a long job outlives the warm time', async () => {
  const trial = open({ warmMs: 20 });
  const abort = new AbortController();
  const call = codeOf(trial.call('waitPolitely', null, { signal: abort.signal }));
  await new Promise((resolve) => setTimeout(resolve, 150));
  abort.abort();
  expect(await call).toBe('cancelled');
  expect(started).toBe(1);
});
