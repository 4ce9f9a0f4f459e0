import type { Analyser } from '$lib/core/analyser.ts';

/** Silent pauses from 0.25 s, from the sound itself; inside or between clauses, where there is a transcript. */
export const pauses: Analyser = {
  id: 'pauses',
  version: 1,
  capability: 'words',
  needs: ['speech', 'loudness'],
  models: [],
  media: 'audio',
  chart: 'events',
  measures: [
    // Counts and lengths have no norm: pauses help as often as they hurt. Only long ones inside a clause are advised on.
    { id: 'pause.count', unit: 'count', range: [0, 1e6] },
    { id: 'pause.perMinute', unit: 'per minute', range: [0, 240] },
    {
      id: 'pause.medianSeconds',
      unit: 's',
      range: [0.2, 86_400],
      norm: () => ({ low: 0.25, high: 1, source: 'Liu et al. 2022 (0.6 s most natural)', grade: 'C' }),
    },
    { id: 'pause.longCount', unit: 'count', range: [0, 1e6] },
    { id: 'pause.longestSeconds', unit: 's', range: [0.2, 86_400] },
    { id: 'pause.insideClauseCount', unit: 'count', range: [0, 1e6] },
    { id: 'pause.insideClausePerMinute', unit: 'per minute', range: [0, 240] },
  ],
  measure: async () => {
    const [{ measure }, { advise }] = await Promise.all([import('./measure.ts'), import('./advise.ts')]);
    return { measure, advise };
  },
};
