import { describe, expect, it } from 'vitest';
import { WORKER_POLICY, hostPolicy } from '../../../tools/vite/headers.js';
import { decideReadiness, isStrictPolicy, threadsFor, type Facts } from './readiness.ts';

const good: Facts = {
  isSecure: true,
  hasWasm: true,
  isIsolated: true,
  isControlled: true,
  workerPolicy: WORKER_POLICY,
  cores: 8,
  isAppleMobile: false,
  hasWorkerCanvas: true,
  hasWebcodecs: true,
  canStore: true,
  isPersistent: true,
};

describe('readiness', () => {
  it('misses nothing where everything is there', () => {
    expect(decideReadiness(good)).toEqual({ isIsolated: true, threads: 4, canRunWorkers: true, missing: [] });
  });

  it.each<[string, Partial<Facts>, string[]]>([
    ['no service worker, but the host sends headers', { isControlled: false }, ['service-worker']],
    [
      'no service worker and a plain host',
      { isControlled: false, isIsolated: false, workerPolicy: null },
      ['workers', 'service-worker'],
    ],
    ['a service worker without isolation', { isIsolated: false }, ['isolation']],
    [
      'an address without https',
      { isSecure: false, isControlled: false, isIsolated: false, workerPolicy: hostPolicy([]) },
      ['secure-context'],
    ],
    ['no WebAssembly', { hasWasm: false }, ['wasm']],
    ['no pictures in workers', { hasWorkerCanvas: false }, ['worker-canvas']],
    ['no WebCodecs', { hasWebcodecs: false }, ['webcodecs']],
    ['no storage', { canStore: false, isPersistent: false }, ['storage']],
    ['storage that may be cleared', { isPersistent: false }, ['persistence']],
  ])('says what is missing: %s', (_name, change, missing) => {
    expect(decideReadiness({ ...good, ...change }).missing).toEqual(missing);
  });

  it('starts no workers without a policy for them, whoever would send it', () => {
    expect(decideReadiness({ ...good, workerPolicy: null }).canRunWorkers).toBe(false);
    expect(decideReadiness({ ...good, workerPolicy: "default-src 'none'; connect-src *" }).canRunWorkers).toBe(false);
    expect(decideReadiness({ ...good, isControlled: false, workerPolicy: hostPolicy([]) }).canRunWorkers).toBe(true);
    expect(decideReadiness({ ...good, hasWasm: false }).canRunWorkers).toBe(false);
    expect(decideReadiness({ ...good, isSecure: false }).canRunWorkers).toBe(false);
  });
});

describe('threads', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 4],
    [64, 4],
  ])('on %i cores: %i', (cores, threads) => {
    expect(threadsFor({ ...good, cores })).toBe(threads);
  });

  it('are one without isolation and on iPhones', () => {
    expect(threadsFor({ ...good, isIsolated: false })).toBe(1);
    expect(threadsFor({ ...good, isAppleMobile: true })).toBe(1);
  });
});

describe('a policy is strict', () => {
  it.each([
    WORKER_POLICY,
    hostPolicy(['sha256-abc=']),
    "default-src 'self'",
    "default-src 'none'",
    "DEFAULT-SRC 'none' ; script-src 'self'",
    `default-src *, ${WORKER_POLICY}`,
  ])('when it is %s', (policy) => {
    expect(isStrictPolicy(policy)).toBe(true);
  });

  it.each([
    null,
    '',
    "frame-ancestors 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "default-src 'none'; connect-src 'self' https:",
    "default-src 'none'; connect-src https://example.com",
    "default-src 'self'; script-src 'self' 'unsafe-eval'",
    "default-src 'self'; script-src 'self' 'unsafe-inline'",
    "default-src 'self'; script-src 'self' https://cdn.example.com",
    "connect-src *, script-src 'self'",
  ])('not when it is %s', (policy) => {
    expect(isStrictPolicy(policy)).toBe(false);
  });
});
