import { measured, unavailable, type MeasureFunction, type MeasureOutput } from '$lib/core/analyser.ts';
import { totalSeconds } from '$lib/core/signal/spans.ts';
import { crowdRuns, presenceRuns } from './presence.ts';
import { poseTrack } from '../pose/track.ts';
import { faceTrack } from './track.ts';

/** Edges of presence are known to a scan (0.4 s). */
const EDGE_SECONDS = 0.4;
/** A face that is gone for less is no condition: people lean out of the picture. */
const SHORTEST_ABSENCE_SECONDS = 1;
/** Where less of a recording than this could be judged, no share is given. */
const LEAST_KNOWN_SHARE = 0.5;

export const measure: MeasureFunction = ({ tracks, media }): MeasureOutput => {
  const track = tracks.get(faceTrack);
  if (!track) return { measures: [] };
  if (track.at.length === 0) {
    return { measures: ['face.presentShare', 'face.maxCount'].map((id) => unavailable(id, 'no-video')) };
  }
  const seconds = Math.max(media.seconds, track.at.at(-1)!);
  const runs = presenceRuns(track, seconds, tracks.get(poseTrack));
  const present = runs.filter(({ state }) => state === 'present');
  const absent = runs.filter(({ state, start, end }) => state === 'absent' && end - start >= SHORTEST_ABSENCE_SECONDS);
  const known = totalSeconds(runs.filter(({ state }) => state !== 'unknown'));
  const crowds = crowdRuns(track, seconds);
  const isKnown = known >= LEAST_KNOWN_SHARE * totalSeconds(runs) && known > 0;
  const share = totalSeconds(present) / known;
  return {
    measures: [
      isKnown
        ? measured('face.presentShare', Math.min(1, share), {
            seconds: known,
            evidence: absent,
            uncertainty: Math.min(1, ((runs.length - 1) * EDGE_SECONDS) / known),
          })
        : unavailable('face.presentShare', 'too-dark', known),
      measured(
        'face.maxCount',
        Math.max(crowds.length > 0 || present.length > 0 ? 1 : 0, ...crowds.map(({ count }) => count)),
        {
          seconds: known,
          evidence: crowds,
        },
      ),
    ],
    events: [
      ...absent.map(({ start, end }) => ({ id: 'face.none', start, end, confidence: certainty(end - start) })),
      ...crowds.map(({ start, end, count }) => ({
        id: 'face.several',
        start,
        end,
        confidence: certainty(end - start),
        detail: String(count),
      })),
    ].sort((a, b) => a.start - b.start),
    conditions: {
      noFace: absent.map(({ start, end }) => ({ start, end, confidence: certainty(end - start) })),
      faces: crowds.map(({ start, end, count }) => ({ start, end, count, confidence: certainty(end - start) })),
    },
  };
};

/** The longer something lasts, the less likely the detector was merely unlucky: half sure at 1 s, 0.9 from about 3 s on. */
function certainty(duration: number): number {
  return Math.min(0.95, 1 - 0.5 ** Math.max(1, duration));
}
