import { describe, expect, test } from 'vitest';
import { signatureOf } from './signature.ts';

const text = (value: string) => new TextEncoder().encode(value);
const bytes = (...values: number[]) => Uint8Array.from(values);

function transportStream(packet: number, first: number): Uint8Array {
  const head = new Uint8Array(4096);
  for (let at = first; at < head.length; at += packet) head[at] = 0x47;
  return head;
}

function adts(length: number): Uint8Array {
  const head = new Uint8Array(4096);
  for (let at = 0; at + 7 < head.length; at += length) {
    head.set([0xff, 0xf1, 0x4c, 0x80 | (length >> 11), (length >> 3) & 0xff, ((length & 7) << 5) | 0x1f], at);
  }
  return head;
}

describe('files are known by their bytes', () => {
  test.each([
    ['mp4', text('\0\0\0\x20ftypisom')],
    ['mp4', text('\0\0\0\x08wide\0\0\0\0mdat')],
    ['matroska', bytes(0x1a, 0x45, 0xdf, 0xa3, 0x9f)],
    ['wav', text('RIFF\x10\0\0\0WAVEfmt ')],
    ['avi', text('RIFF\x10\0\0\0AVI LIST')],
    ['ogg', text('OggS\0\x02')],
    ['flac', text('fLaC\0')],
    ['mp3', text('ID3\x04\0')],
    ['mpeg-audio', bytes(0xff, 0xfb, 0x90, 0x64, 0, 0)],
    ['mpeg-audio', adts(371)],
    ['asf', bytes(0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0xa6)],
    ['mpeg-ts', transportStream(188, 0)],
    ['mpeg-ts', transportStream(192, 4)],
    ['mpeg', bytes(0, 0, 1, 0xba, 0x44)],
    ['amr', text('#!AMR\n')],
    ['aiff', text('FORM\0\0\0\x10AIFC')],
  ])('%s', (container, head) => {
    expect(signatureOf(head)).toEqual({ kind: 'known', container });
  });
});

describe('what is not sound or picture is refused', () => {
  test.each([
    ['text', text('This is a text file with a wrong name.\n')],
    ['a picture', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['a JPEG', bytes(0xff, 0xd8, 0xff, 0xe0, 0, 16)],
    ['an archive', text('PK\x03\x04')],
    ['PDF', text('%PDF-1.7')],
    ['zeros', new Uint8Array(4096)],
    ['a text with a G in it', text('G'.padEnd(188, 'x') + 'Gx')],
    ['UTF-16', bytes(0xff, 0xfe, 0x41, 0)],
    ['one byte', bytes(0xff)],
    ['a playlist', text('#EXTM3U\n#EXT-X-VERSION:3\nhttps://elsewhere.example/a.ts\n')],
  ])('%s', (_name, head) => {
    expect(signatureOf(head).kind).toBe('other');
  });

  test('nothing at all', () => {
    expect(signatureOf(new Uint8Array(0)).kind).toBe('empty');
  });
});
