import type { AdviseFunction } from '$lib/core/analyser.ts';

/** Bands of the SD in semitones (design: norms.md): narrow, moderate, wide. */
const NARROW = 2;
const WIDE = 3;
/** Less voicing than this is too little to advise on. */
const MIN_SECONDS = 5;

export const advise: AdviseFunction = ({ output, values }) => {
  const measure = output.measures.find(({ id }) => id === 'voice.pitchSdSemitones');
  const deviation = values['voice.pitchSdSemitones'];
  if (deviation === undefined || !measure || measure.seconds < MIN_SECONDS) return [];
  const found = { part: 'verbal' as const, params: { semitones: Math.round(deviation * 10) / 10 } };
  const evidence = [...measure.evidence].sort((a, b) => b.end - b.start - (a.end - a.start)).slice(0, 1);
  // Certain enough to say so: the whole interval of uncertainty lies in the band.
  const margin = measure.uncertainty ?? 0;
  if (deviation + margin < NARROW) return [{ ...found, kind: 'suggestion', code: 'narrow', evidence }];
  if (deviation - margin > WIDE) return [{ ...found, kind: 'strength', code: 'lively', evidence }];
  return [];
};
