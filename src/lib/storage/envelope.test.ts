import { describe, expect, it } from 'vitest';
import {
  decodeHeader,
  encodeHeader,
  encodePrefix,
  envelopeBytes,
  envelopeHeader,
  openEnvelope,
  SEGMENT_BYTES,
  type EnvelopeHeader,
} from './envelope.ts';

const SMALL = 8;

/** An envelope with segments of eight bytes, so that edges are cheap to reach. */
function sealed(content: Uint8Array<ArrayBuffer>, header: Partial<EnvelopeHeader> = {}): Blob {
  const whole = { ...envelopeHeader('a1', 'video/mp4'), segmentBytes: SMALL, ...header };
  const parts: BlobPart[] = [encodeHeader(whole)];
  const count = Math.max(1, Math.ceil(content.length / SMALL));
  for (let index = 0; index < count; index++) {
    const payload = content.slice(index * SMALL, (index + 1) * SMALL);
    parts.push(encodePrefix({ index, bytes: payload.length, isLast: index === count - 1 }), payload);
  }
  return new Blob(parts);
}

const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 7) % 251);

describe('an envelope', () => {
  it.each([0, 1, 7, 8, 9, 16, 17, 100])('gives back a recording of %i bytes', async (length) => {
    const content = bytes(length);
    const opened = await openEnvelope(sealed(content), 'a1', length);
    expect(new Uint8Array(await opened.arrayBuffer())).toEqual(content);
    expect(opened.type).toBe('video/mp4');
  });

  it('is read at any place', async () => {
    const content = bytes(50);
    const opened = await openEnvelope(sealed(content), 'a1', 50);
    expect(new Uint8Array(await opened.slice(6, 19).arrayBuffer())).toEqual(content.slice(6, 19));
  });

  it.each([
    ['is another answer’s', sealed(bytes(20)), 'b2', 20],
    ['was cut short', sealed(bytes(20)).slice(0, -1), 'a1', 20],
    ['has more than its row says', sealed(bytes(20)), 'a1', 12],
    ['has a version from the future', sealed(bytes(20), { version: 2 }), 'a1', 20],
    ['is no envelope', new Blob([bytes(5000)]), 'a1', 20],
    ['is empty', new Blob([]), 'a1', 0],
  ])('that %s is refused', async (_, file, id, length) => {
    await expect(openEnvelope(file, id, length)).rejects.toMatchObject({ code: 'row-damaged' });
  });

  it('that was never closed is refused', async () => {
    const whole = new Uint8Array(await sealed(bytes(20)).arrayBuffer());
    const lastPrefix = 4096 + 2 * (16 + SMALL);
    whole[lastPrefix + 8] = 0;
    await expect(openEnvelope(new Blob([whole]), 'a1', 20)).rejects.toMatchObject({ code: 'row-damaged' });
  });

  it('keeps fields of its header that this version does not know', () => {
    const header = { ...envelopeHeader('a1', 'audio/wav'), note: 'later' };
    expect(decodeHeader(encodeHeader(header))).toEqual(header);
  });

  it('takes one prefix a MiB beside its header', () => {
    expect(envelopeBytes(0)).toBe(4096 + 16);
    expect(envelopeBytes(SEGMENT_BYTES)).toBe(4096 + 16 + SEGMENT_BYTES);
    expect(envelopeBytes(SEGMENT_BYTES + 1)).toBe(4096 + 32 + SEGMENT_BYTES + 1);
  });
});
