import { correctTracks } from '$lib/analysers/transcript/corrections.ts';
import { transcriptTrack } from '$lib/analysers/transcript/track.ts';
import type { Analyser } from '$lib/core/analyser.ts';
import { correctionSchema } from '$lib/core/report/correction.ts';
import { defineTrack, Tracks, type Track } from '$lib/core/track.ts';
import * as z from '$lib/core/zod.ts';
import type { PlannedObserver, SessionPlan } from './plan.ts';

const trackSchema = z
  .object({
    id: z.string(),
    version: z.number(),
    models: z.record(z.string(), z.string()),
    backend: z.string(),
    data: z.unknown(),
  })
  .loose();

const keptSchema = z.object({
  /** Content of the recording that they are about: another file's words are others. */
  sha256: z.string(),
  corrections: z.array(correctionSchema),
  /** Tracks made of the words as corrected (nearness to the question). The observed ones stay beside them. */
  remade: z.array(trackSchema),
});
/** What the owner corrected of an answer, stored beside its observation tracks, which stay as they were observed. */
export type KeptCorrections = z.infer<typeof keptSchema>;

const correctionsTrack = defineTrack<KeptCorrections>('corrections', 1, keptSchema);

/** For the table of tracks. */
export function correctionsRow(data: KeptCorrections): Track<KeptCorrections> {
  return { id: correctionsTrack.id, version: correctionsTrack.version, models: {}, backend: 'owner', data };
}

/**
 * The corrections among the stored tracks of an answer; `undefined` where there are none of this content.
 *
 * @param fresh tracks that still hold: where the words will be heard anew, what was made of the old ones doesn't
 */
export function correctionsAmong(
  stored: readonly Track[],
  sha256: string | undefined,
  fresh: readonly Track[],
): KeptCorrections | undefined {
  const kept = new Tracks(stored).get(correctionsTrack);
  if (!kept || kept.sha256 !== sha256 || kept.corrections.length === 0) return undefined;
  return fresh.some(({ id }) => id === transcriptTrack.id) ? kept : { ...kept, remade: [] };
}

/** Tracks as measures read them: the words as corrected, and what was made of these in place of what was observed. */
export function asCorrected(tracks: readonly Track[], kept: KeptCorrections | undefined): Track[] {
  const observed = tracks.filter(({ id }) => id !== correctionsTrack.id);
  if (!kept) return observed;
  const remade = kept.remade as readonly Track[];
  const isRemade = (id: string) => remade.some((track) => track.id === id);
  return correctTracks([...observed.filter(({ id }) => !isRemade(id)), ...remade], kept.corrections);
}

/** Observers that read the words and not the sound: after a correction they look again. */
export function wordObservers({ observers, analysers }: SessionPlan): PlannedObserver[] {
  const readsWords = (id: string): boolean => {
    const needs: readonly string[] = analysers.find((analyser: Analyser) => analyser.id === id)?.needs ?? [];
    return needs.some((need) => need === transcriptTrack.id || readsWords(need));
  };
  return observers.text.filter(({ id }) => readsWords(id));
}
