import { EXPRESSIONS, FACE_COLUMNS, faceTrack, SCAN_COLUMNS, type FaceTrack } from './track.ts';
import { Tracks, type Track } from '$lib/core/track.ts';
import type { MeasureInput } from '$lib/core/analyser.ts';
import { madePictures } from '$lib/core/made-media.ts';

type Values = Readonly<Record<string, number>>;

/** A face that looks into the lens with open eyes and a resting face, in good light; what tests change is their subject. */
const RESTING: Values = {
  x: 0.35,
  y: 0.25,
  width: 0.3,
  height: 0.45,
  eyesY: 0.4,
  eyesWidth: 0.2,
  yaw: 1.5,
  pitch: -5.5,
  eyeOpen: 0.3,
};
const ORDINARY_SCAN: Values = {
  count: 1,
  light: 0.5,
  contrast: 0.2,
  faceLight: 0.5,
  faceContrast: 0.15,
  red: 1,
  blue: 1,
  change: 0.02,
};

/**
 * A made track for tests. Between the given values it speaks a little (the jaw opens four times a second) and blinks
 * every four seconds, so that it counts as living.
 *
 * @param valuesAt columns of face and expressions at a time; `null` = no face
 * @param scanAt columns of the scans at a time
 */
export function madeFaceTrack(
  seconds: number,
  valuesAt: (at: number) => Values | null,
  options: { scanAt?: (at: number) => Values; ratePerSecond?: number; isStill?: boolean } = {},
): FaceTrack {
  const { scanAt = () => ({}), ratePerSecond = 15, isStill = false } = options;
  const at = Float64Array.from({ length: Math.round(seconds * ratePerSecond) }, (_, i) => i / ratePerSecond);
  const rows = Array.from(at, (time): Values | null => {
    const values = valuesAt(time);
    if (!values) return null;
    const living: Values = isStill
      ? {}
      : { jawOpen: 0.1 + 0.1 * Math.sin(2 * Math.PI * 4 * time), eyeOpen: (time + 2) % 4 < 0.15 ? 0.05 : 0.3 };
    return { ...RESTING, ...living, ...values };
  });
  const scanTimes = Float64Array.from({ length: Math.ceil(seconds / 0.4) }, (_, i) => i * 0.4);
  const columns = <Name extends string>(names: readonly Name[], of: readonly (Values | null)[]) =>
    Object.fromEntries(
      names.map((name) => [name, Float32Array.from(of, (row) => (row ? (row[name] ?? 0) : Number.NaN))]),
    ) as Record<Name, Float32Array<ArrayBuffer>>;
  return {
    at,
    face: columns(FACE_COLUMNS, rows),
    expressions: columns(EXPRESSIONS, rows),
    scan: {
      at: scanTimes,
      values: columns(
        SCAN_COLUMNS,
        Array.from(scanTimes, (time) => ({ ...ORDINARY_SCAN, count: valuesAt(time) ? 1 : 0, ...scanAt(time) })),
      ),
    },
    aspect: 4 / 3,
  };
}

export function faceInput(track: FaceTrack, seconds: number, others: readonly Track[] = []): MeasureInput {
  const own: Track = { id: 'face', version: faceTrack.version, models: {}, backend: 'cpu', data: track };
  return inputOf([own, ...others], seconds);
}

export function inputOf(tracks: readonly Track[], seconds: number): MeasureInput {
  return {
    tracks: new Tracks(tracks),
    media: madePictures(seconds),
    language: undefined,
    question: null,
    lists: undefined,
  };
}
