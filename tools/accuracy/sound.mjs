// Sound as samples: read with ffmpeg, written as WAV.
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const RATE = 16_000;

/** @param {string} file @returns {Float32Array} mono at 16 kHz, −1…1 */
export function readSound(file) {
  const raw = execFileSync(
    'ffmpeg',
    ['-v', 'error', '-i', file, '-vn', '-ac', '1', '-ar', `${RATE}`, '-f', 'f32le', '-'],
    {
      maxBuffer: 2 ** 30,
    },
  );
  return new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
}

/** @param {string} file @param {Float32Array} samples */
export async function writeWav(file, samples) {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + 2 * samples.length, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(2 * RATE, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((sample, i) =>
    bytes.writeInt16LE(Math.round(32_767 * Math.max(-1, Math.min(1, sample))), 44 + 2 * i),
  );
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

/** @param {readonly Float32Array[]} parts */
export function joined(parts) {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** @param {Float32Array} samples */
export const rms = (samples) => Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

/** Numbers 0…1 that look random and are the same in every run. @param {number} seed */
export function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** With ends that come and go in this many seconds. @param {Float32Array} samples @param {number} seconds */
export function faded(samples, seconds) {
  const reach = Math.min(samples.length >> 1, Math.round(seconds * RATE));
  return samples.map((sample, i) => {
    const edge = Math.min(i, samples.length - 1 - i);
    return edge >= reach ? sample : (sample * (1 - Math.cos((Math.PI * edge) / reach))) / 2;
  });
}

/** Level of each 10 ms, dB. @param {Float32Array} samples */
export function levels(samples) {
  const frame = RATE / 100;
  return Array.from({ length: Math.floor(samples.length / frame) }, (_, i) => {
    const part = samples.subarray(i * frame, (i + 1) * frame);
    return 20 * Math.log10(rms(part) + 1e-6);
  });
}
