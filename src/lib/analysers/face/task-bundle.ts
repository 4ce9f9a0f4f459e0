import { AppError } from '$lib/core/errors.ts';

const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_HEADER_BYTES = 30;

/**
 * One model out of a MediaPipe `.task` bundle, which is a zip of uncompressed files (with two bytes in front of it).
 * This is how the face detector alone is had: it is far cheaper than landmarks, and the bundle is there anyway.
 *
 * @throws AppError `model-damaged` when the bundle has no such file or has it compressed
 */
export function readTaskBundle(bundle: Uint8Array, name: string): Uint8Array {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  let end = bundle.length - END_BYTES;
  while (end >= 0 && view.getUint32(end, true) !== END_OF_DIRECTORY) end--;
  if (end < 0) throw new AppError('model-damaged', 'the task bundle has no directory');
  const entries = view.getUint16(end + 10, true);
  let entry = end - view.getUint32(end + 12, true);
  // Offsets in the directory count from the zip's own first byte, wherever that is in the file.
  const start = entry - view.getUint32(end + 16, true);
  for (let i = 0; i < entries; i++) {
    const method = view.getUint16(entry + 10, true);
    const size = view.getUint32(entry + 24, true);
    const nameLength = view.getUint16(entry + 28, true);
    const found = new TextDecoder().decode(bundle.subarray(entry + ENTRY_BYTES, entry + ENTRY_BYTES + nameLength));
    if (found === name && method === 0) {
      const header = start + view.getUint32(entry + 42, true);
      const content =
        header + LOCAL_HEADER_BYTES + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
      return bundle.slice(content, content + size);
    }
    entry += ENTRY_BYTES + nameLength + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
  }
  throw new AppError('model-damaged', `the task bundle has no ${name}`);
}
