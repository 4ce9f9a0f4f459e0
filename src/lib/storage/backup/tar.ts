import { AppError } from '$lib/core/errors.ts';

/**
 * A tar archive (POSIX.1-1988 ustar, sizes over 8 GiB as GNU tar writes them), because every system can open one
 * without Viva, and because it is written and read front to back: nothing but one block is ever in memory.
 */
const BLOCK = 512;
const NAME_BYTES = 100;
const SIZE_AT = 124;
const CHECKSUM_AT = 148;
const TYPE_AT = 156;
const MAGIC_AT = 257;
/** Largest size that eleven octal digits hold. */
const MOST_OCTAL = 8 ** 11 - 1;

export type Entry = { readonly name: string; readonly content: Blob };

function field(header: Uint8Array, at: number, text: string): void {
  header.set(new TextEncoder().encode(text), at);
}

function writeSize(header: Uint8Array, bytes: number): void {
  if (bytes <= MOST_OCTAL) {
    field(header, SIZE_AT, `${bytes.toString(8).padStart(11, '0')}\0`);
    return;
  }
  // GNU: a set high bit, then the number itself, big-endian.
  header[SIZE_AT] = 0x80;
  new DataView(header.buffer).setBigUint64(SIZE_AT + 4, BigInt(bytes));
}

function readSize(header: Uint8Array): number {
  if ((header[SIZE_AT]! & 0x80) !== 0) {
    return Number(new DataView(header.buffer, header.byteOffset).getBigUint64(SIZE_AT + 4));
  }
  return Number.parseInt(new TextDecoder().decode(header.subarray(SIZE_AT, SIZE_AT + 11)), 8);
}

function checksumOf(header: Uint8Array): number {
  return header.reduce((sum, byte, at) => sum + (at >= CHECKSUM_AT && at < CHECKSUM_AT + 8 ? 0x20 : byte), 0);
}

export function encodeHeader(name: string, bytes: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(BLOCK);
  if (new TextEncoder().encode(name).length > NAME_BYTES) throw new RangeError(`too long a name: ${name}`);
  field(header, 0, name);
  field(header, 100, '0000644\0');
  field(header, 108, '0000000\0');
  field(header, 116, '0000000\0');
  writeSize(header, bytes);
  field(header, 136, '00000000000\0');
  field(header, TYPE_AT, '0');
  field(header, MAGIC_AT, 'ustar\u000000');
  field(header, CHECKSUM_AT, `${checksumOf(header).toString(8).padStart(6, '0')}\0 `);
  return header;
}

/** Bytes of an archive, piece by piece, as entries come. */
export async function* writeTar(entries: AsyncIterable<Entry>): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  for await (const { name, content } of entries) {
    yield encodeHeader(name, content.size);
    const reader = content.stream().getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    const rest = content.size % BLOCK;
    if (rest > 0) yield new Uint8Array(BLOCK - rest);
  }
  yield new Uint8Array(2 * BLOCK);
}

/** The entries of an archive in order; contents are slices of the file. Throws `backup-invalid` where it is none. */
export async function* readTar(file: Blob): AsyncGenerator<Entry> {
  let at = 0;
  for (;;) {
    const header = new Uint8Array(await file.slice(at, at + BLOCK).arrayBuffer());
    if (header.length < BLOCK) throw new AppError('backup-invalid', 'it ends too early');
    if (header.every((byte) => byte === 0)) return;
    const stated = Number.parseInt(new TextDecoder().decode(header.subarray(CHECKSUM_AT, CHECKSUM_AT + 6)), 8);
    const bytes = readSize(header);
    const isFile = new TextDecoder().decode(header.subarray(MAGIC_AT, MAGIC_AT + 5)) === 'ustar';
    if (!isFile || stated !== checksumOf(header) || !Number.isSafeInteger(bytes) || bytes < 0) {
      throw new AppError('backup-invalid', `no entry at ${at}`);
    }
    const start = at + BLOCK;
    if (start + bytes > file.size) throw new AppError('backup-invalid', 'it was cut off');
    const end = header.indexOf(0);
    const name = new TextDecoder().decode(header.subarray(0, Math.min(NAME_BYTES, end < 0 ? NAME_BYTES : end)));
    yield { name, content: file.slice(start, start + bytes) };
    at = start + Math.ceil(bytes / BLOCK) * BLOCK;
  }
}
