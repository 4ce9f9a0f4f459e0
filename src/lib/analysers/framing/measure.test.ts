import { describe, expect, it } from 'vitest';
import { faceInput, inputOf, madeFaceTrack } from '../face/made-track.ts';
import { advise } from './advise.ts';
import { measure } from './measure.ts';

const run = (...made: Parameters<typeof madeFaceTrack>) => measure(faceInput(madeFaceTrack(...made), made[0]));
const valuesOf = (output: ReturnType<typeof measure>) =>
  Object.fromEntries(output.measures.flatMap(({ id, value }) => (value === null ? [] : [[id, value]])));
const codes = (...made: Parameters<typeof madeFaceTrack>) => {
  const output = run(...made);
  return advise({ output, values: valuesOf(output), language: 'en', question: null }).map(({ code }) => code);
};

describe('light and framing', () => {
  it('of an ordinary picture give numbers and no hint', () => {
    const values = valuesOf(run(10, () => ({})));
    expect(values['framing.faceHeight']).toBeCloseTo(0.45);
    expect(values['framing.eyesHeight']).toBeCloseTo(0.4);
    expect(values['framing.offCentre']).toBeCloseTo(0);
    expect(values['light.backlight']).toBeCloseTo(0);
    expect(codes(10, () => ({}))).toEqual([]);
  });

  it('hint at what is clearly off', () => {
    expect(codes(10, () => ({ height: 0.1 }))).toEqual(['too-far']);
    expect(codes(10, () => ({ height: 0.9 }))).toEqual(['too-near']);
    expect(codes(10, () => ({ eyesY: 0.7, x: 0.65 }))).toEqual(['eyes-low', 'off-centre']);
    expect(codes(10, () => ({}), { scanAt: () => ({ light: 0.7, faceLight: 0.3 }) })).toEqual(['backlit']);
    expect(codes(10, () => ({}), { scanAt: () => ({ light: 0.12, faceLight: 0.1 }) })).toEqual(['dark-face']);
  });

  it('also hold for a photograph, but not for nobody', () => {
    expect(valuesOf(run(10, () => ({}), { isStill: true }))['framing.faceHeight']).toBeCloseTo(0.45);
    const nobody = run(10, () => null, { scanAt: () => ({ faceLight: Number.NaN }) });
    expect(nobody.measures.filter(({ value }) => value === null).map(({ reason }) => reason)).toEqual(
      Array(5).fill('no-face'),
    );
    expect(measure(inputOf([], 10))).toEqual({ measures: [] });
  });
});
