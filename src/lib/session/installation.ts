import { Workbox } from 'workbox-window';
import { answerOtherTabs, isAnyTabBusy } from './busy-tabs.ts';

export type InstallationOptions = {
  /** Absolute URL of the app's root, with a slash at its end. */
  readonly assets: string;
  /** Whether this tab records or analyses: it is then neither reloaded nor given a new version. */
  readonly isBusy: () => boolean;
  /** A new version waits, or has taken over while this tab was busy: time to offer `applyUpdate`. */
  readonly onUpdate: () => void;
};

export type Installation = {
  /** Whether the service worker answers for this page. False where there is none to be had. */
  readonly isControlled: boolean;
  /**
   * Takes the new version and reloads every tab. `busy`: this tab or another one records or analyses, so nothing was
   * done; ask again later. `none`: there is nothing new.
   */
  applyUpdate(): Promise<'applied' | 'busy' | 'none'>;
  /** Looks for a new version now. Pages that stay open for days do it themselves once an hour. */
  checkForUpdate(): Promise<void>;
};

/** Long enough for a slow line to bring the shell; the page shows meanwhile, only workers wait. */
const CONTROL_MS = 30_000;
const HOUR_MS = 3_600_000;
/** When this tab was reloaded for isolation, ms. */
const RELOADS = 'viva-reloads-for-isolation';
/** A browser that never isolates is not reloaded for ever. */
const MOST_RELOADS_A_MINUTE = 2;

const NOT_INSTALLED: Installation = {
  isControlled: false,
  applyUpdate: () => Promise.resolve('none'),
  checkForUpdate: () => Promise.resolve(),
};

/** Resolves with whether a service worker answers for this page. */
function becomesControlled(container: ServiceWorkerContainer): Promise<boolean> {
  if (container.controller) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(false);
    }, CONTROL_MS);
    container.addEventListener(
      'controllerchange',
      () => {
        clearTimeout(timer);
        resolve(true);
      },
      { once: true },
    );
  });
}

/**
 * Whether this tab may be reloaded now; remembers that it is. Counted by time and never crossed out: an isolated page
 * is in another process, and Chromium may show the next page in the first process what was stored there before.
 */
function mayReload(): boolean {
  try {
    const now = Date.now();
    const recent = (sessionStorage.getItem(RELOADS) ?? '').split(',').filter((at) => now - Number(at) < 60_000);
    if (recent.length >= MOST_RELOADS_A_MINUTE) return false;
    sessionStorage.setItem(RELOADS, [...recent, now].join());
    return true;
  } catch {
    // Without storage the reloads can't be counted: one thread it is.
    return false;
  }
}

/**
 * A page that the service worker didn't answer for isn't isolated, and one that was loaded past it (shift-reload) has
 * no controller; loading it once more mends both.
 *
 * @returns whether the page is being reloaded
 */
function reloadedForIsolation(hasWorker: boolean, isBusy: () => boolean): boolean {
  if (crossOriginIsolated || !hasWorker || isBusy() || !mayReload()) return false;
  // Chromium: a reload that is asked for while a shift-reload still loads goes past the service worker like it.
  if (document.readyState === 'complete') location.reload();
  else {
    addEventListener('load', () => {
      setTimeout(() => {
        location.reload();
      });
    });
  }
  return true;
}

/** Updates of a page that was controlled when it was loaded. */
class Updates {
  readonly #workbox: Workbox;
  readonly #options: InstallationOptions;
  #isWaiting = false;
  #hasTakenOver = false;
  #isReloading = false;

  constructor(workbox: Workbox, options: InstallationOptions) {
    this.#workbox = workbox;
    this.#options = options;
    workbox.addEventListener('waiting', () => {
      this.#isWaiting = true;
      options.onUpdate();
    });
  }

  /** From now on a change of the controller means a new version: the first one was only the installation. */
  watch(container: ServiceWorkerContainer): void {
    container.addEventListener('controllerchange', () => {
      this.#hasTakenOver = true;
      // Another tab has taken the new version, and this one began its work in the same moment.
      if (this.#options.isBusy()) this.#options.onUpdate();
      else this.#reload();
    });
  }

  async apply(): Promise<'applied' | 'busy' | 'none'> {
    if (!this.#isWaiting && !this.#hasTakenOver) return 'none';
    if (this.#options.isBusy() || (await isAnyTabBusy())) return 'busy';
    if (this.#hasTakenOver) this.#reload();
    else this.#workbox.messageSkipWaiting();
    return 'applied';
  }

  #reload(): void {
    if (this.#isReloading) return;
    this.#isReloading = true;
    location.reload();
  }
}

/** Looks for a new version when the page is looked at again, once an hour, never during work. */
function lookHourly(look: () => Promise<void>, isBusy: () => boolean): void {
  let last = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || isBusy() || Date.now() - last < HOUR_MS) return;
    last = Date.now();
    void look();
  });
}

/**
 * Registers the service worker and waits until it answers for this page, reloading once where that is what isolation
 * takes (the promise then stays open, because the page is going). Called once, before anything else is begun: workers
 * take their policy and their threads from what this leaves behind, see `checkReadiness`.
 */
export async function registerApp(options: InstallationOptions): Promise<Installation> {
  const { assets, isBusy } = options;
  answerOtherTabs(isBusy);
  const { serviceWorker: container } = navigator as { serviceWorker?: ServiceWorkerContainer };
  // The development server isolates its pages by itself, and a cache would show yesterday's code.
  if (!container || import.meta.env.DEV) return NOT_INSTALLED;
  const workbox = new Workbox(`${assets}service-worker.js`, { scope: assets, updateViaCache: 'none' });
  const updates = new Updates(workbox, options);
  const registration = await workbox.register({ immediate: true }).catch(() => undefined);
  if (!registration) return NOT_INSTALLED;
  // A page that was loaded past the service worker is never given to it: no use in waiting.
  const isPast = registration.active !== null && !container.controller;
  const isControlled = !isPast && (await becomesControlled(container));
  if (reloadedForIsolation(isPast || isControlled, isBusy)) return new Promise<never>(() => undefined);
  updates.watch(container);
  const checkForUpdate = () =>
    workbox.update().catch(() => {
      // No network: there is nothing new to be had now.
    });
  lookHourly(checkForUpdate, isBusy);
  return { isControlled, applyUpdate: () => updates.apply(), checkForUpdate };
}
