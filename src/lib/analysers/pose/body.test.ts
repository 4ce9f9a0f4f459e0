import { describe, expect, it } from 'vitest';
import { Tracks } from '$lib/core/track.ts';
import { faceInput, inputOf, madeFaceTrack } from '../face/made-track.ts';
import { readBody } from './body.ts';
import { isSeen, readJoints } from './joints.ts';
import { madePoseTrack, NOBODY, storedPose } from './made-track.ts';
import { measure } from './measure.ts';

describe('joints', () => {
  it('are unknown out of the picture, whatever their visibility says', () => {
    expect(isSeen({ x: 0.5, y: 1.2, visibility: 0.99 })).toBe(false);
    expect(isSeen({ x: -0.1, y: 0.5, visibility: 0.99 })).toBe(false);
    expect(isSeen({ x: 0.5, y: 0.5, visibility: 0.3 })).toBe(false);
    expect(isSeen({ x: 0.5, y: 0.99, visibility: 0.9 })).toBe(true);
  });

  it('are read by name from the model’s list, and none from nobody', () => {
    const landmarks = Array.from({ length: 33 }, (_, i) => ({ x: i / 100, y: 0.5, visibility: i === 15 ? 0.1 : 1 }));
    const joints = readJoints(landmarks);
    expect(joints.leftShoulder?.x).toBeCloseTo(0.11);
    expect(joints.rightHip?.x).toBeCloseTo(0.24);
    expect(joints.leftWrist).toBeUndefined();
    expect(readJoints([])).toEqual({});
  });
});

describe('the body', () => {
  const read = (tracks: Tracks) => readBody(tracks, 20);
  const pose = storedPose(madePoseTrack(20, () => ({})));

  it('has a scale and seconds', () => {
    const body = read(new Tracks([pose]));
    expect(body).toMatchObject({ bodySeconds: 20 });
    expect(body && 'scale' in body && body.scale).toBeCloseTo(0.4);
  });

  it('is not there without shoulders, and too little with few', () => {
    expect(read(new Tracks([]))).toBeUndefined();
    expect(read(new Tracks([storedPose(madePoseTrack(20, () => NOBODY))]))).toEqual({ reason: 'no-pose' });
    const brief = storedPose(madePoseTrack(20, (at) => (at < 3 ? {} : NOBODY)));
    expect(read(new Tracks([brief]))).toEqual({ reason: 'too-little-pose' });
  });

  it('of a photograph isn’t measured', () => {
    const still = faceInput(
      madeFaceTrack(20, () => ({}), { isStill: true }),
      20,
      [pose],
    ).tracks;
    expect(read(still)).toEqual({ reason: 'no-liveliness' });
  });

  it('counts only while a face is there: drawings have shoulders too', () => {
    const half = faceInput(
      madeFaceTrack(20, (at) => (at < 10 ? {} : null)),
      20,
      [pose],
    ).tracks;
    const body = read(half);
    expect(body && 'bodySeconds' in body && body.bodySeconds).toBeCloseTo(10, 0);
  });

  it('says how much of the time it was seen', () => {
    const track = storedPose(madePoseTrack(20, (at) => (at < 5 ? NOBODY : {})));
    expect(measure(inputOf([track], 20)).measures).toMatchObject([{ id: 'body.seenShare', value: 0.75 }]);
    expect(measure(inputOf([], 20))).toEqual({ measures: [] });
  });
});
