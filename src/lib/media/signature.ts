/** What the first bytes of a file say. `known`: mediabunny or ffmpeg may read it; `other`: not sound or picture. */
export type Signature = { readonly kind: 'empty' | 'known' | 'other'; readonly container: string };

/** How many bytes from the start are looked at. */
export const SIGNATURE_BYTES = 4096;

type Mark = { readonly container: string; readonly at: number; readonly bytes: readonly (number | null)[] };

const ascii = (text: string) => [...new TextEncoder().encode(text)];
const any = (count: number) => Array<null>(count).fill(null);

/**
 * Marks of containers, `null` = any byte. Sources: Matroska RFC 9559, Ogg RFC 3533, FLAC RFC 9639, AMR RFC 4867, ASF
 * specification 1.2, ISO 14496-12 (ISO base media), ISO 13818-1 (MPEG streams), Adobe FLV 10.1.
 */
const MARKS: readonly Mark[] = [
  ...['ftyp', 'moov', 'mdat', 'free', 'skip', 'wide', 'styp', 'pnot'].map((box) => ({
    container: 'mp4',
    at: 4,
    bytes: ascii(box),
  })),
  { container: 'matroska', at: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3] },
  { container: 'wav', at: 0, bytes: [...ascii('RIFF'), ...any(4), ...ascii('WAVE')] },
  { container: 'wav', at: 0, bytes: ascii('RF64') },
  { container: 'avi', at: 0, bytes: [...ascii('RIFF'), ...any(4), ...ascii('AVI ')] },
  { container: 'ogg', at: 0, bytes: ascii('OggS') },
  { container: 'flac', at: 0, bytes: ascii('fLaC') },
  { container: 'mp3', at: 0, bytes: ascii('ID3') },
  { container: 'asf', at: 0, bytes: [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11] },
  { container: 'flv', at: 0, bytes: ascii('FLV') },
  { container: 'mpeg', at: 0, bytes: [0, 0, 1, 0xba] },
  { container: 'mpeg', at: 0, bytes: [0, 0, 1, 0xb3] },
  { container: 'amr', at: 0, bytes: ascii('#!AMR') },
  { container: 'caf', at: 0, bytes: ascii('caff') },
  { container: 'aiff', at: 0, bytes: [...ascii('FORM'), ...any(4), ...ascii('AIF')] },
  { container: 'au', at: 0, bytes: ascii('.snd') },
  { container: 'wavpack', at: 0, bytes: ascii('wvpk') },
  { container: 'realmedia', at: 0, bytes: ascii('.RMF') },
  { container: 'ape', at: 0, bytes: ascii('MAC ') },
  { container: 'ac3', at: 0, bytes: [0x0b, 0x77] },
  { container: 'dts', at: 0, bytes: [0x7f, 0xfe, 0x80, 0x01] },
];

const matches = (head: Uint8Array, { at, bytes }: Mark) =>
  bytes.every((byte, n) => byte === null || head[at + n] === byte);

/** Packets of 188 bytes (192 with a clock before each) begin with 0x47; one such byte alone says nothing. */
function isTransportStream(head: Uint8Array): boolean {
  return [
    [188, 0],
    [192, 4],
  ].some(([size, first]) => [0, 1, 2, 3].every((n) => head[first! + n * size!] === 0x47));
}

/** MPEG audio frames (MP3, ADTS AAC) begin with eleven set bits; the length of the first says where the next must be. */
function isMpegAudio(head: Uint8Array): boolean {
  const isSync = (at: number) => head[at] === 0xff && (head[at + 1]! & 0xe0) === 0xe0;
  if (!isSync(0)) return false;
  const layer = (head[1]! >> 1) & 3;
  // Layers III and II. Layer I is left out: nothing uses it, and text in UTF-16 begins like it.
  if (layer === 1 || layer === 2) return head[2]! >> 4 !== 15 && ((head[2]! >> 2) & 3) !== 3;
  if (layer !== 0) return false;
  const length = ((head[3]! & 3) << 11) | (head[4]! << 3) | (head[5]! >> 5);
  return length > 7 && (length + 1 >= head.length || isSync(length));
}

/** @param head the first `SIGNATURE_BYTES` of a file, or all of a shorter one */
export function signatureOf(head: Uint8Array): Signature {
  if (head.length === 0) return { kind: 'empty', container: '' };
  const mark = MARKS.find((candidate) => matches(head, candidate));
  if (mark) return { kind: 'known', container: mark.container };
  if (isTransportStream(head)) return { kind: 'known', container: 'mpeg-ts' };
  if (isMpegAudio(head)) return { kind: 'known', container: 'mpeg-audio' };
  return { kind: 'other', container: '' };
}
