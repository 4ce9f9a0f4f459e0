import { afterAll, describe, expect, it } from 'vitest';
import { faceTrack, type FaceTrack } from '$lib/analysers/face/track.ts';
import { emotionTrack, type EmotionTrack } from '$lib/analysers/emotion/track.ts';
import { poseTrack, type PoseTrack } from '$lib/analysers/pose/track.ts';
import { Tracks } from '$lib/core/track.ts';
import type { ObserveInput, ObserveStep } from '$lib/engines/jobs.ts';
import { pictureInput } from '$lib/engines/made-input.ts';
import speaking from '../../../../tests/fixtures/astronaut_speech.mp4?url';
import turns from '../../../../tests/fixtures/astronaut_turns.mp4?url';
import { openFrames } from './frames.ts';

const frames = openFrames();
afterAll(() => {
  frames.close();
});

const fileOf = async (address: string) => (await fetch(address)).blob();

async function observe(input: ObserveInput, steps: ObserveStep[] = []) {
  const { signal } = new AbortController();
  const { tracks, failed } = await frames.call('observe', input, { signal, onProgress: (step) => steps.push(step) });
  return { tracks: new Tracks(tracks), failed, stored: tracks };
}

/** Middle value of a column between two times, without what was not measured. */
function middle(track: { at: Float64Array }, column: Float32Array, from: number, to: number): number {
  const values = [...column].filter((value, i) => track.at[i]! >= from && track.at[i]! < to && !Number.isNaN(value));
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

describe('face and pose', () => {
  it('see the smiling face and the shoulders of a clip, each at its own rate, from one decode', async () => {
    const steps: ObserveStep[] = [];
    const file = await fileOf(speaking);
    const observers = [
      { id: 'face', ratePerSecond: 5 },
      { id: 'pose', ratePerSecond: 2 },
    ];
    const { tracks, failed } = await observe(pictureInput(file, 4, 25, observers), steps);
    expect(failed).toEqual([]);
    const face = tracks.get<FaceTrack>(faceTrack)!;
    const pose = tracks.get<PoseTrack>(poseTrack)!;
    expect(face.at).toHaveLength(20);
    expect(pose.at).toHaveLength(8);
    expect(face.face.x.every((x) => !Number.isNaN(x))).toBe(true);
    expect([...face.scan.values.count]).toEqual(Array<number>(face.scan.at.length).fill(1));
    // The picture shows a broad smile, a level head that looks to the lens, and open eyes.
    expect(middle(face, face.expressions.mouthSmile, 1, 4)).toBeGreaterThan(0.7);
    expect(Math.abs(middle(face, face.face.yaw, 1, 4))).toBeLessThan(10);
    expect(middle(face, face.face.eyeOpen, 1, 4)).toBeGreaterThan(0.15);
    expect(face.scan.values.light.every((light) => light > 0.2 && light < 0.8)).toBe(true);
    const { leftShoulder, rightShoulder } = pose.joints;
    expect(middle(pose, leftShoulder.x, 0, 4)).toBeGreaterThan(middle(pose, rightShoulder.x, 0, 4));
    expect(tracks.track('face')).toMatchObject({ backend: 'cpu', ratePerSecond: 5 });
    expect(tracks.track('face')?.models).toHaveProperty('face/face_landmarker.task');
    expect(steps.some((step) => step.kind === 'track' && step.track.id === 'pose')).toBe(true);
  });

  it('flip only yaw and roll in a mirrored picture, follow a turned one, count two and none', async () => {
    const input = pictureInput(await fileOf(turns), 8, 10, [{ id: 'face', ratePerSecond: 10 }]);
    const { tracks, stored } = await observe(input);
    const face = tracks.get<FaceTrack>(faceTrack)!;
    const { yaw, pitch, roll } = face.face;
    const at = (column: Float32Array, second: number) => middle(face, column, second + 0.4, second + 1);
    expect(Math.abs(at(yaw, 0) + at(yaw, 1))).toBeLessThan(2);
    expect(Math.abs(at(roll, 0) + at(roll, 1))).toBeLessThan(2);
    expect(Math.abs(at(pitch, 0) - at(pitch, 1))).toBeLessThan(2);
    expect(Math.abs(at(roll, 2) - at(roll, 0) - 15)).toBeLessThan(3);
    const countAt = (second: number) => face.scan.values.count[face.scan.at.findIndex((time) => time >= second)];
    expect([0.5, 1.5, 2.5, 4, 5.5, 7.5].map(countAt)).toEqual([1, 1, 1, 2, 2, 0]);
    expect(at(face.face.x, 7)).toBeNaN();
    // The same clip on the same plan gives the same tracks.
    expect((await observe(input)).stored).toEqual(stored);
  });

  it('go on without an observer that isn’t there, and stop when they are told to', async () => {
    const file = await fileOf(turns);
    const observers = [{ id: 'nobody' }, { id: 'pose', ratePerSecond: 1 }];
    const { tracks, failed } = await observe(pictureInput(file, 2, 10, observers));
    expect(failed.map(({ id }) => id)).toEqual(['nobody']);
    expect(tracks.get<PoseTrack>(poseTrack)?.at).toHaveLength(2);
    const controller = new AbortController();
    const call = frames.call('observe', pictureInput(file, 5, 10, [{ id: 'face', ratePerSecond: 10 }]), {
      signal: controller.signal,
      onProgress: (step) => {
        if (step.kind === 'progress' && step.progress.stage === 'run') controller.abort();
      },
    });
    await expect(call).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the classifier of basic expressions', () => {
  it('calls the broad smile of a clip happiness', async () => {
    const file = await fileOf(speaking);
    const { tracks, failed, stored } = await observe(pictureInput(file, 4, 25, [{ id: 'emotion', ratePerSecond: 2 }]));
    expect(failed).toEqual([]);
    const track = tracks.get<EmotionTrack>(emotionTrack)!;
    expect(track.at).toHaveLength(8);
    const { happiness } = track.probabilities;
    // Seven kinds share the rest. 0.9 and more in Python's onnxruntime on the same pictures.
    expect(middle(track, happiness, 0, 4)).toBeGreaterThan(0.7);
    for (const i of track.at.keys()) {
      const sum = Object.values(track.probabilities).reduce((total, column) => total + column[i]!, 0);
      expect(sum).toBeCloseTo(1, 3);
    }
    expect(Object.keys(stored[0]?.models ?? {})).toContain('expression-classifier/mini_xception.onnx');
  });
});
