/** The server sent more than the manifest allows for. */
export class TooLongError extends Error {
  override readonly name = 'TooLongError';
}

/**
 * Reads a response into a buffer that is there already, so that no second copy of a large file is made.
 *
 * @param onBytes told the bytes of each part as it arrives, after it was written
 * @returns bytes written in this call
 * @throws TooLongError when the body doesn't fit behind `start`; whatever the stream throws when it breaks off
 */
export async function readInto(
  target: Uint8Array<ArrayBuffer>,
  start: number,
  response: Response,
  onBytes: (bytes: number) => void,
): Promise<number> {
  const reader = response.body?.getReader();
  if (!reader) return 0;
  let at = start;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return at - start;
    if (at + value.length > target.length) {
      await reader.cancel();
      throw new TooLongError(`more than ${target.length} bytes`);
    }
    target.set(value, at);
    at += value.length;
    onBytes(value.length);
  }
}
