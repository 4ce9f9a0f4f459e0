import type { Readiness } from './contract.ts';

/** Threads that help: beyond four the graphs of Whisper base gain nothing, and one core is left for the page. */
const MOST_THREADS = 4;

/** What was found out about the device and the host. */
export type Facts = {
  /** Over https, or on this machine; without it browsers have no hashes, no service worker and no camera. */
  readonly isSecure: boolean;
  readonly hasWasm: boolean;
  readonly isIsolated: boolean;
  /** A service worker answers for this page, so that it works without a network. */
  readonly isControlled: boolean;
  /** Content-Security-Policy that a worker's script comes with; `null` = none. */
  readonly workerPolicy: string | null;
  readonly cores: number;
  readonly isAppleMobile: boolean;
  /** Pictures can be scaled in workers. */
  readonly hasWorkerCanvas: boolean;
  readonly hasWebcodecs: boolean;
  readonly canStore: boolean;
  readonly isPersistent: boolean;
};

const HARMLESS_CONNECTIONS = new Set(["'self'", "'none'", 'blob:', 'data:']);
const HARMLESS_SCRIPTS = /^('self'|'none'|blob:|'wasm-unsafe-eval'|'sha(256|384|512)-[^']+')$/;

/**
 * Whether a worker under this policy can neither send anything to another origin nor make code out of text. Several
 * policies, separated by commas, all apply, so one that is strict is enough.
 */
export function isStrictPolicy(policy: string | null): boolean {
  return (policy ?? '').split(',').some((one) => {
    const directives = new Map(
      one.split(';').map((directive): [string, string[]] => {
        const [name = '', ...sources] = directive.trim().split(/\s+/);
        return [name.toLowerCase(), sources];
      }),
    );
    const sourcesOf = (name: string) => directives.get(name) ?? directives.get('default-src');
    const connections = sourcesOf('connect-src');
    const scripts = sourcesOf('script-src');
    return (
      connections !== undefined &&
      scripts !== undefined &&
      connections.every((source) => HARMLESS_CONNECTIONS.has(source)) &&
      scripts.every((source) => HARMLESS_SCRIPTS.test(source))
    );
  });
}

/**
 * Threads for WASM inference that runs alone. Two on two cores is nearly twice as fast as one (stack.md, Whisper base);
 * with more cores one stays free. On iPhones and iPads shared memory that grows fails or crashes the page
 * (emscripten#19144), so one there.
 */
export function threadsFor({ isIsolated, cores, isAppleMobile }: Facts): number {
  if (!isIsolated || isAppleMobile) return 1;
  return Math.max(1, Math.min(MOST_THREADS, cores <= 2 ? cores : cores - 1));
}

/** What can be done with these facts, and what is missing, by the key of its words (`missing.<key>`). */
export function decideReadiness(facts: Facts): Readiness {
  const canRunWorkers = facts.isSecure && facts.hasWasm && isStrictPolicy(facts.workerPolicy);
  const { hasWasm, isSecure, isControlled, isIsolated, canStore } = facts;
  // Where one lack has another, only the first is told.
  const lacks: readonly (readonly [isMissing: boolean, key: string])[] = [
    [!isSecure, 'secure-context'],
    [!hasWasm, 'wasm'],
    [!canRunWorkers && hasWasm && isSecure, 'workers'],
    [!isControlled && isSecure, 'service-worker'],
    [!isIsolated && isControlled, 'isolation'],
    [!facts.hasWebcodecs, 'webcodecs'],
    [!facts.hasWorkerCanvas, 'worker-canvas'],
    [!canStore, 'storage'],
    [!facts.isPersistent && canStore, 'persistence'],
  ];
  const missing = lacks.filter(([isMissing]) => isMissing).map(([, key]) => key);
  return { isIsolated, threads: threadsFor(facts), canRunWorkers, missing };
}
