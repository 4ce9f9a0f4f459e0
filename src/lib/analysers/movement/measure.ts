import { measured, unavailable, type MeasureFunction } from '$lib/core/analyser.ts';
import { readBody } from '../pose/body.ts';
import { mean, quantile } from '../timeline.ts';
import { bySlot, energyOf, restlessSeconds } from './energy.ts';

const IDS = ['movement.energy', 'movement.fidgetShare', 'movement.sway'] as const;
/** A median absolute deviation of fewer seconds than this says nothing. */
const LEAST_FIDGET_SECONDS = 10;
/** What joints of a still person seem to move (own trial), shoulder widths a second. */
const TREMBLE = 0.03;

export const measure: MeasureFunction = ({ tracks, media }) => {
  const body = readBody(tracks, media.seconds);
  if (!body) return { measures: [] };
  if ('reason' in body) return { measures: IDS.map((id) => unavailable(id, body.reason)) };
  const seconds = body.bodySeconds;
  const energy = energyOf(body);
  const perSecond = bySlot(body.at, energy, body.seconds, 1);
  const known = perSecond.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return { measures: IDS.map((id) => unavailable(id, 'too-short', seconds)) };
  const restless = restlessSeconds(perSecond);
  const spans = restless.flatMap((is, second) =>
    is ? [{ start: second, end: Math.min(body.seconds, second + 1) }] : [],
  );
  const middle = body.paths.leftShoulder.x.map((x, i) => (x + body.paths.rightShoulder.x[i]!) / 2);
  return {
    measures: [
      measured('movement.energy', mean(energy), { seconds, uncertainty: TREMBLE }),
      known.length < LEAST_FIDGET_SECONDS
        ? unavailable('movement.fidgetShare', 'too-short', seconds)
        : measured('movement.fidgetShare', spans.length / known.length, {
            seconds,
            evidence: spans,
            // Two seconds that are restless by a little may be none.
            uncertainty: 2 / known.length,
          }),
      measured('movement.sway', (quantile(middle, 0.95) - quantile(middle, 0.05)) / body.scale, {
        seconds,
        uncertainty: 0.05,
      }),
    ],
    series: [
      {
        id: 'movement.energy',
        unit: 'shoulder widths/s',
        start: 0,
        step: 1,
        values: perSecond.map((value) => (Number.isNaN(value) ? null : Math.round(value * 1000) / 1000)),
      },
    ],
  };
};
