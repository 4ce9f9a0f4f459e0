import { measured, unavailable, type MeasureDraft, type MeasureFunction } from '$lib/core/analyser.ts';
import { faceTrack, type FaceTrack } from '../face/track.ts';
import { median, sampleSeconds, secondsWhere } from '../timeline.ts';

/** What light is measured of a few pictures a second; the middle of them counts, so cuts and flashes don't. */
const FRAMING = ['framing.faceHeight', 'framing.eyesHeight', 'framing.offCentre'] as const;
const LIGHT = ['light.face', 'light.contrast', 'light.backlight', 'light.cast'] as const;

export const measure: MeasureFunction = ({ tracks, media }) => {
  const track = tracks.get(faceTrack);
  if (!track) return { measures: [] };
  const seconds = Math.max(media.seconds, track.at.at(-1) ?? 0);
  const steps = sampleSeconds(track.at, seconds);
  const faceSeconds = secondsWhere(steps, (i) => !Number.isNaN(track.face.x[i]!));
  return { measures: [...framingMeasures(track, faceSeconds), ...lightMeasures(track, seconds)] };
};

function framingMeasures({ face }: FaceTrack, seconds: number): MeasureDraft[] {
  if (seconds === 0) return FRAMING.map((id) => unavailable(id, 'no-face'));
  const middle = face.x.map((x, i) => x + face.width[i]! / 2);
  const values = [median(face.height), median(face.eyesY), Math.min(1, Math.abs(median(middle) - 0.5))];
  return FRAMING.map((id, i) => measured(id, values[i]!, { seconds, uncertainty: 0.03 }));
}

function lightMeasures({ scan }: FaceTrack, seconds: number): MeasureDraft[] {
  const { light, contrast, faceLight, red, blue } = scan.values;
  const contrastValue = median(contrast);
  if (Number.isNaN(contrastValue)) return LIGHT.map((id) => unavailable(id, 'no-video'));
  const face = median(faceLight);
  const cast = median(red.map((value, i) => value - blue[i]!));
  const orNoFace = (id: string, value: number) =>
    Number.isNaN(value) ? unavailable(id, 'no-face') : measured(id, value, { seconds, uncertainty: 0.03 });
  return [
    orNoFace('light.face', face),
    measured('light.contrast', contrastValue, { seconds, uncertainty: 0.02 }),
    orNoFace('light.backlight', median(light.map((value, i) => value - faceLight[i]!))),
    Number.isNaN(cast)
      ? unavailable('light.cast', 'too-dark')
      : measured('light.cast', cast, { seconds, uncertainty: 0.05 }),
  ];
}
