import type { Analyser, MeasureSpec } from '$lib/core/analyser.ts';

const per100 = (id: string): MeasureSpec => ({ id: `vocabulary.${id}`, unit: '1/100 words', range: [0, 100] });

/**
 * Which words were chosen: how varied they are (corrected for length), and how many show one's own work, weaken it,
 * hedge, or are negative. `vocabulary.firstPersonShare`: "I" among all "I" and "we".
 */
export const vocabulary: Analyser = {
  id: 'vocabulary',
  version: 1,
  capability: 'words',
  needs: ['transcript'],
  models: [],
  media: 'audio',
  chart: 'none',
  measures: [
    { id: 'vocabulary.mtld', unit: 'words', range: [0, 10_000] },
    { id: 'vocabulary.hdd', unit: 'ratio', range: [0, 1] },
    per100('powerPer100Words'),
    per100('weakPer100Words'),
    per100('hedgesPer100Words'),
    per100('negativePer100Words'),
    { id: 'vocabulary.firstPersonShare', unit: 'ratio', range: [0, 1] },
    { id: 'vocabulary.readingGrade', unit: 'years', range: [-10, 60] },
  ],
  measure: async () => {
    const [{ measure }, { advise }] = await Promise.all([import('./measure.ts'), import('./advise.ts')]);
    return { measure, advise };
  },
};
