import workerScript from '$lib/engines/report/report.worker.ts?worker&url';
import type { Readiness } from './contract.ts';
import { decideReadiness } from './readiness.ts';

/** The policy that a worker would be under if it were started now: that of its own script's response. */
async function workerPolicy(): Promise<string | null> {
  const response = await fetch(new URL(workerScript, import.meta.url)).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ? response.headers.get('Content-Security-Policy') : null;
}

/** Whether a database can be opened; some private windows have the interface and refuse. */
function canStore(): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open('viva-probe');
      request.onsuccess = () => {
        request.result.close();
        indexedDB.deleteDatabase('viva-probe');
        resolve(true);
      };
      request.onerror = () => {
        resolve(false);
      };
    } catch {
      // Not defined, or a SecurityError: there is no storage here.
      resolve(false);
    }
  });
}

/** iPadOS calls itself a Mac, but no Mac has a touch screen. */
function isAppleMobile(): boolean {
  return (
    /iPhone|iPad/.test(navigator.userAgent) || (navigator.vendor.startsWith('Apple') && navigator.maxTouchPoints > 1)
  );
}

/**
 * What this device and host allow right now. Asked after `registerApp`, which is what changes the answer; no worker is
 * started to find out.
 */
export async function checkReadiness(): Promise<Readiness> {
  // Absent without a secure context, which the types don't know.
  const { serviceWorker, storage } = navigator as { serviceWorker?: ServiceWorkerContainer; storage?: StorageManager };
  const [policy, isStoring, isPersistent] = await Promise.all([
    workerPolicy(),
    canStore(),
    storage?.persisted().catch(() => false) ?? false,
  ]);
  return decideReadiness({
    isSecure: isSecureContext,
    hasWasm: typeof WebAssembly === 'object',
    isIsolated: crossOriginIsolated,
    isControlled: Boolean(serviceWorker?.controller),
    workerPolicy: policy,
    cores: navigator.hardwareConcurrency,
    isAppleMobile: isAppleMobile(),
    hasWorkerCanvas: typeof OffscreenCanvas === 'function',
    hasWebcodecs: typeof VideoDecoder === 'function' && typeof AudioDecoder === 'function',
    canStore: isStoring,
    isPersistent,
  });
}
