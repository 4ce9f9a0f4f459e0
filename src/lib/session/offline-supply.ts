import { isKept, keepOnly } from '$lib/assets/kept.ts';
import { openFile } from '$lib/assets/open-file.ts';
import { loadVendorManifest } from '$lib/assets/vendor.ts';
import { piecesOf, type StoredFile } from '$lib/core/weights.ts';
import { registry } from '$lib/analysers/registry.ts';
import { AppError } from '$lib/core/errors.ts';
import { instrumentsFor, refusals } from '$lib/core/policy/decision.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import { HOSTED_ENGINE } from '$lib/core/recogniser.ts';
import { loadWeightsManifest } from '$lib/engines/weights.ts';
import type { Conductor } from './contract.ts';

export type SupplyOptions = {
  /** Absolute URL of the app's root, with a slash at its end. */
  readonly assets: string;
  /** Keys in models/manifest.json of what an import may need: those of the analysers that the policy allows. */
  readonly models: readonly string[];
  /** While true nothing is fetched, and the rest is left for the next time. */
  readonly isBusy: () => boolean;
};

/** Share of the free room that may be used: recordings come first. */
const ROOM_SHARE = 0.5;

function whenIdle(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no requestIdleCallback.
    if (typeof requestIdleCallback === 'function')
      requestIdleCallback(
        () => {
          resolve();
        },
        { timeout: 10_000 },
      );
    else setTimeout(resolve, 2_000);
  });
}

/** Something that is worth fetching ahead. */
type Supply = {
  readonly bytes: number;
  readonly isThere: () => Promise<boolean>;
  readonly fetch: () => Promise<unknown>;
};

function checkedSupply(folder: string, file: StoredFile): Supply {
  const pieces = piecesOf(file) ?? [];
  const codes = { missing: 'part-missing', damaged: 'part-damaged' } as const;
  return { bytes: file.bytes, isThere: () => isKept(pieces), fetch: () => openFile(folder, file, { codes }) };
}

/** Whole vendor files are kept by the service worker when they pass through it. */
function passingSupply(url: string, bytes: number): Supply {
  return {
    bytes,
    isThere: async () => (await caches.match(url, { ignoreSearch: true })) !== undefined,
    fetch: async () => {
      const response = await fetch(url);
      if (!response.ok) throw new AppError('part-missing', `${url}: HTTP ${response.status}`);
      await response.arrayBuffer();
    },
  };
}

async function suppliesOf({ assets, models }: SupplyOptions): Promise<Supply[]> {
  const [vendor, weights] = await Promise.all([loadVendorManifest(assets), loadWeightsManifest(assets)]);
  const files = models.flatMap((key) => weights.models[key]?.files ?? []);
  const sharded = vendor.files.filter(({ shards }) => shards !== undefined);
  // What an earlier version needed and this one doesn't goes first.
  const known = [...Object.values(weights.models).flatMap((model) => model.files), ...sharded];
  await keepOnly(known.flatMap((file) => piecesOf(file) ?? []));
  // 27 MB that only a host's own recogniser needs: kept once it was used.
  const usual = vendor.files.filter(({ file }) => !file.startsWith(HOSTED_ENGINE));
  return [
    ...usual.map((file) =>
      file.shards === undefined
        ? passingSupply(`${assets}vendor/${file.file}`, file.bytes)
        : checkedSupply(`${assets}vendor/`, file),
    ),
    ...files.map((file) => checkedSupply(`${assets}models/`, file)),
  ];
}

/** Whether the person asked for little traffic, or there is too little room. */
async function isUnwanted(supplies: readonly Supply[]): Promise<boolean> {
  const { connection, storage } = navigator as { connection?: { saveData?: boolean }; storage?: StorageManager };
  if (connection?.saveData) return true;
  const { quota = Infinity, usage = 0 } = (await storage?.estimate()) ?? {};
  const bytes = supplies.reduce((sum, one) => sum + one.bytes, 0);
  return bytes > (quota - usage) * ROOM_SHARE;
}

/**
 * Fetches, in idle time and one after another, what a later import may need without a network and hasn't been used yet
 * (engines, ffmpeg, weights). Called after the first analysis, never before: nobody is made to fetch 200 MB by a look at
 * the start page.
 *
 * @returns whether everything is there now; false is no failure, the next call goes on
 */
export async function supplyForOffline(options: SupplyOptions): Promise<boolean> {
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer };
  if (!serviceWorker?.controller || typeof caches === 'undefined') return false;
  // A list that can't be had now: no network. It is asked for again after the next piece of work.
  const supplies = await suppliesOf(options).catch(() => []);
  const missing: Supply[] = [];
  for (const supply of supplies) {
    if (!(await supply.isThere())) missing.push(supply);
  }
  if (missing.length > 0 && (await isUnwanted(missing))) return false;
  let isComplete = supplies.length > 0;
  for (const supply of missing) {
    await whenIdle();
    if (options.isBusy()) return false;
    // One that can't be had (a host may leave ffmpeg out) doesn't keep the others away. It says what is wrong when it
    // is needed.
    await supply.fetch().catch(() => {
      isComplete = false;
    });
  }
  return isComplete;
}

/** Keys of the weights that an import under this policy may need; what it forbids is not fetched for any reason. */
export function modelsUnder(policy: Pick<Policy, 'off'>): string[] {
  const refused = refusals(registry, policy);
  const instruments = instrumentsFor(registry, refused);
  const allowed = registry.filter(({ id }) => !refused.has(id) || instruments.has(id));
  return [...new Set(allowed.flatMap(({ models }) => models))];
}

/**
 * After each piece of work of this visit that ended well, makes sure that the next can be done without a network.
 *
 * @param onSupplied told once, when everything is there
 * @returns what ends it
 */
export function keepSupplied(
  conductor: Conductor,
  { assets, policy, onSupplied }: { assets: string; policy: Policy; onSupplied?: () => void },
): () => void {
  let wasAtWork = false;
  let isRunning = false;
  const isBusy = () => conductor.state.jobs.some(({ state }) => state === 'pending' || state === 'running');
  const supply = async () => {
    isRunning = true;
    const isComplete = await supplyForOffline({ assets, models: modelsUnder(policy), isBusy });
    isRunning = false;
    if (!isComplete) return;
    stop();
    onSupplied?.();
  };
  const stop = conductor.subscribe(({ jobs }) => {
    if (isBusy()) wasAtWork = true;
    else if (wasAtWork && !isRunning && jobs.some(({ state }) => state === 'done')) {
      wasAtWork = false;
      void supply();
    }
  });
  return stop;
}
