import type { Track } from '$lib/core/track.ts';
import { weightsManifestSchema, type WeightsManifest } from '$lib/core/weights.ts';
import { inNeedOrder, type SessionPlan } from './plan.ts';

/** sha256 of every weight file that this host serves, by its path; `undefined` where the list could not be read. */
export type WeightHashes = ReadonlyMap<string, string> | undefined;

export function weightHashes(manifest: WeightsManifest): WeightHashes {
  return new Map(
    Object.values(manifest.models).flatMap(({ files }) => files.map(({ file, sha256 }) => [file, sha256])),
  );
}

/** Hashes of the weights that the host serves; without them (offline, nothing cached) stored tracks count by version. */
export async function loadHashes(assets: string): Promise<WeightHashes> {
  try {
    const response = await fetch(`${assets}models/manifest.json`);
    return weightHashes(weightsManifestSchema.parse(await response.json()));
  } catch {
    return undefined;
  }
}

/**
 * The stored tracks that still hold: same observer version, same rate, same weights, and every track that they were made
 * from holds too. The others are made again.
 */
export function freshTracks(tracks: readonly Track[], plan: SessionPlan, hashes: WeightHashes): Track[] {
  const byId = new Map(tracks.map((track) => [track.id, track]));
  const rates = new Map(plan.observers.frames.map(({ id, ratePerSecond }) => [id, ratePerSecond]));
  const stale = new Set<string>();
  for (const analyser of inNeedOrder(plan.analysers)) {
    if (!analyser.engine) continue;
    const track = byId.get(analyser.id);
    const isFresh =
      track !== undefined &&
      holds(track, analyser.track?.version, rates.get(analyser.id), hashes) &&
      !analyser.needs.some((need) => stale.has(need));
    if (!isFresh) stale.add(analyser.id);
  }
  const observed = new Set(plan.analysers.filter(({ engine }) => engine).map(({ id }) => id));
  return tracks.filter(({ id }) => observed.has(id) && !stale.has(id));
}

function holds(
  track: Track,
  version: number | undefined,
  ratePerSecond: number | undefined,
  hashes: WeightHashes,
): boolean {
  if (track.version !== version) return false;
  if (ratePerSecond !== undefined && track.ratePerSecond !== ratePerSecond) return false;
  return hashes === undefined || Object.entries(track.models).every(([file, sha256]) => hashes.get(file) === sha256);
}
