import { AppError } from '$lib/core/errors.ts';
import * as z from '$lib/core/zod.ts';

/**
 * The one form in which recordings lie in the app's storage:
 *
 *     magic "VIVAENV\n" (8 bytes) | u32 header bytes | header: JSON, UTF-8, padded with spaces
 *     segment 0: u32 index | u32 payload bytes | u32 flags (1 = last) | u32 zero | payload
 *     segment 1: …
 *
 * All numbers little-endian. Payloads are 1 MiB but for the last, so a place in the recording is found by arithmetic and
 * the recording is read as a Blob of slices: the browser fetches from disk what a player or a decoder asks for, and
 * nothing is ever whole in memory. `cipher` in the header is what a later version raises: the segment is the unit that
 * is sealed, its index and last flag are what STREAM binds into the nonce (engineering.md, C2).
 */
export const SEGMENT_BYTES = 1_048_576;
export const HEADER_BYTES = 4096;
export const PREFIX_BYTES = 16;
const MAGIC = 'VIVAENV\n';
const LAST = 1;
const SLICES_A_TURN = 200;

const headerSchema = z
  .object({
    format: z.literal('viva/envelope'),
    version: z.number().int().min(1),
    /** What is inside. */
    kind: z.enum(['media', 'journal']),
    /** Whose it is: the answer's id. Read back and compared, so that files can't be swapped. */
    id: z.string().min(1),
    mime: z.string(),
    segmentBytes: z.number().int().positive(),
    cipher: z.enum(['none']),
  })
  .loose();
export type EnvelopeHeader = z.infer<typeof headerSchema>;

export function envelopeHeader(id: string, mime: string, kind: EnvelopeHeader['kind'] = 'media'): EnvelopeHeader {
  return {
    format: 'viva/envelope',
    version: 1,
    kind,
    id,
    mime,
    segmentBytes: SEGMENT_BYTES,
    cipher: 'none',
  };
}

/** The first `HEADER_BYTES` of a file. */
export function encodeHeader(header: EnvelopeHeader): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(header));
  if (json.length > HEADER_BYTES - 12) throw new AppError('storage-failed', 'the envelope header is too long');
  const bytes = new Uint8Array(HEADER_BYTES).fill(0x20);
  bytes.set(new TextEncoder().encode(MAGIC), 0);
  new DataView(bytes.buffer).setUint32(8, HEADER_BYTES, true);
  bytes.set(json, 12);
  return bytes;
}

/** Throws `row-damaged` where the bytes are no envelope of ours or of a version that this app doesn't know. */
export function decodeHeader(bytes: Uint8Array): EnvelopeHeader {
  if (bytes.length < HEADER_BYTES || new TextDecoder().decode(bytes.subarray(0, 8)) !== MAGIC) {
    throw new AppError('row-damaged', 'not an envelope');
  }
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes.subarray(12, HEADER_BYTES)));
  } catch (cause) {
    throw new AppError('row-damaged', 'the envelope header can not be read', { cause });
  }
  const header = headerSchema.safeParse(json);
  if (!header.success || header.data.version !== 1) throw new AppError('row-damaged', 'an unknown envelope header');
  return header.data;
}

export type SegmentPrefix = { readonly index: number; readonly bytes: number; readonly isLast: boolean };

export function encodePrefix({ index, bytes, isLast }: SegmentPrefix): Uint8Array<ArrayBuffer> {
  const prefix = new Uint8Array(PREFIX_BYTES);
  const view = new DataView(prefix.buffer);
  view.setUint32(0, index, true);
  view.setUint32(4, bytes, true);
  view.setUint32(8, isLast ? LAST : 0, true);
  return prefix;
}

export function decodePrefix(prefix: Uint8Array): SegmentPrefix {
  const view = new DataView(prefix.buffer, prefix.byteOffset, PREFIX_BYTES);
  return {
    index: view.getUint32(0, true),
    bytes: view.getUint32(4, true),
    isLast: (view.getUint32(8, true) & LAST) !== 0,
  };
}

/** Bytes that a recording takes in storage. */
export function envelopeBytes(payload: number, segmentBytes = SEGMENT_BYTES): number {
  return HEADER_BYTES + payload + PREFIX_BYTES * Math.max(1, Math.ceil(payload / segmentBytes));
}

/**
 * The recording inside an envelope, as a Blob of slices of its file; reads the header and the last segment's prefix
 * only. Throws `row-damaged` where the file is another's, cut short, or not finished.
 *
 * @param payload bytes of the recording, as its row says
 */
export async function openEnvelope(file: Blob, id: string, payload: number): Promise<Blob> {
  const header = decodeHeader(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  if (header.kind !== 'media' || header.id !== id)
    throw new AppError('row-damaged', `the envelope is that of ${header.id}`);
  if (file.size !== envelopeBytes(payload, header.segmentBytes)) {
    throw new AppError('row-damaged', `the envelope has ${file.size} bytes for a recording of ${payload}`);
  }
  const segments: Blob[] = [];
  const stride = PREFIX_BYTES + header.segmentBytes;
  for (let start = 0; start < payload; start += header.segmentBytes) {
    const at = HEADER_BYTES + segments.length * stride + PREFIX_BYTES;
    segments.push(file.slice(at, at + Math.min(header.segmentBytes, payload - start)));
    // 2 GB have 2,000 slices, which take the page 0.2 s on a busy machine: in turns nobody sees it.
    if (segments.length % SLICES_A_TURN === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  const lastAt = HEADER_BYTES + Math.max(0, segments.length - 1) * stride;
  const last = decodePrefix(new Uint8Array(await file.slice(lastAt, lastAt + PREFIX_BYTES).arrayBuffer()));
  if (!last.isLast || last.index !== Math.max(0, segments.length - 1)) {
    throw new AppError('row-damaged', 'the envelope was not closed');
  }
  return new Blob(segments, { type: header.mime });
}
