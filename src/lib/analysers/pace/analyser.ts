import type { Analyser, MeasureSpec, Norm } from '$lib/core/analyser.ts';
import { paceBands } from './bands.ts';

function norm(language: string | undefined): Norm | undefined {
  const bands = paceBands(language);
  return bands && { low: bands.quiet[0], high: bands.quiet[1], source: bands.source, grade: bands.grade };
}

const rate = (id: string): MeasureSpec => ({ id, unit: 'words/min', range: [0, 600] });

/**
 * How fast somebody speaks, in words a minute of the answer (pauses included, filled pauses not counted as words):
 * over all of it, and in windows of 15 s. `speech.wpmVariation`: SD over mean of the windows.
 */
export const pace: Analyser = {
  id: 'pace',
  version: 1,
  capability: 'words',
  needs: ['transcript'],
  models: [],
  media: 'audio',
  chart: 'line',
  measures: [
    { ...rate('speech.wpm'), norm },
    rate('speech.wpmSlowest'),
    rate('speech.wpmFastest'),
    { id: 'speech.wpmVariation', unit: 'ratio', range: [0, 5] },
  ],
  measure: async () => {
    const [{ measure }, { advise }] = await Promise.all([import('./measure.ts'), import('./advise.ts')]);
    return { measure, advise };
  },
};
