import type { Analyser, MeasureSpec, Norm } from '$lib/core/analyser.ts';

const count = (id: string): MeasureSpec => ({ id, unit: 'count', range: [0, 10_000] });

/** norms.md, grade A: 0, 2, 5, 12 a minute were tested; up to 5 no loss, 12 harmful. */
const norm: Norm = { low: 0, high: 5, source: 'Laske & DiGennaro Reed 2024 (doi 10.1002/jaba.1093)', grade: 'A' };

/**
 * Filled pauses (um and uh apart) and discourse fillers (you know, like), clusters of them, repetitions and restarts.
 * Counts are a range where the sources that hear fillers disagree.
 */
export const fillers: Analyser = {
  id: 'fillers',
  version: 1,
  capability: 'words',
  needs: ['transcript', 'speech'],
  models: [],
  media: 'audio',
  chart: 'events',
  measures: [
    { id: 'speech.fillersPerMinute', unit: '1/min', range: [0, 200], norm: () => norm },
    { id: 'speech.filledPausesPer100Words', unit: '1/100 words', range: [0, 100] },
    count('speech.fillerCount'),
    count('speech.umCount'),
    count('speech.uhCount'),
    count('speech.discourseFillerCount'),
    count('speech.fillerClusterCount'),
    count('speech.repetitionCount'),
    count('speech.restartCount'),
  ],
  measure: async () => {
    const [{ measure }, { advise }] = await Promise.all([import('./measure.ts'), import('./advise.ts')]);
    return { measure, advise };
  },
};
