import { registry } from '$lib/analysers/registry.ts';
import { buildAnswer } from '$lib/core/report/build.ts';
import { ReadingMemory } from '$lib/core/report/reading-memory.ts';
import { Tracks, type Track } from '$lib/core/track.ts';
import { serve } from '$lib/rpc/serve.ts';
import type { AnswerInput, ReportJobs } from './jobs.ts';
import { loadCatalog, loadLists } from './words.ts';

/** The transcript's language where it was found; word-based measures can't be made without it. */
function languageOf(given: string, tracks: readonly Track[]): string | undefined {
  if (given !== 'auto') return given;
  const data = tracks.find(({ id }) => id === 'transcript')?.data as { language?: unknown } | undefined;
  return typeof data?.language === 'string' && data.language !== '' ? data.language : undefined;
}

/** Of one answer: what it holds are megabytes. */
let revised: { readonly id: string; readonly memory: ReadingMemory } | undefined;

function memoryOf({ id, isRevised }: AnswerInput): ReadingMemory | undefined {
  if (!isRevised) return undefined;
  if (revised?.id !== id) revised = { id, memory: new ReadingMemory() };
  return revised.memory;
}

serve<ReportJobs>({
  async answer(input) {
    const { id, media, tracks, question, calibration, stages, failed, weights, locale } = input;
    const wanted = new Set(input.analysers);
    const language = languageOf(input.language, tracks);
    const [catalog, lists] = await Promise.all([loadCatalog(locale), loadLists(language)]);
    return buildAnswer({
      id,
      analysers: registry.filter((analyser) => wanted.has(analyser.id)),
      failed,
      memory: memoryOf(input),
      input: {
        tracks: new Tracks(tracks),
        media,
        language,
        question,
        lists,
        ...(calibration === undefined ? {} : { calibration }),
      },
      stages,
      weights,
      catalog,
      locale,
    });
  },
});
