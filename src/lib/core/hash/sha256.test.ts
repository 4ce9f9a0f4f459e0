import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Sha256 } from './sha256.ts';

const encode = (text: string) => new TextEncoder().encode(text);

describe('SHA-256', () => {
  // FIPS 180-4 examples (NIST CSRC, "Examples with intermediate values", SHA256).
  test.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
  ])('of %j', (text, hash) => {
    expect(new Sha256().update(encode(text)).hex()).toBe(hash);
  });

  test('of a million times "a", in pieces', () => {
    const hash = new Sha256();
    for (let n = 0; n < 1000; n++) hash.update(new Uint8Array(1000).fill(97));
    expect(hash.hex()).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
  });

  test('of every length around the borders of a block is what OpenSSL gives', () => {
    for (let length = 0; length <= 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, n) => (n * 7 + length) % 256);
      expect(new Sha256().update(bytes).hex()).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
  });

  test('does not depend on how the bytes are cut', () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, n) => (n * n) % 251);
    const hash = new Sha256();
    for (let at = 0, step = 1; at < bytes.length; at += step, step = (step * 3) % 197) {
      hash.update(bytes.subarray(at, at + step));
    }
    expect(hash.hex()).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});
