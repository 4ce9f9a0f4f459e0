import {
  Conversion,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  WebMOutputFormat,
  type StreamTargetChunk,
} from 'mediabunny';
import { AppError } from '$lib/core/errors.ts';
import { openInput } from '../open-input.ts';

/** Large, because each part is a Blob that the browser may put on disk; small, because it is in memory until then. */
const PART_BYTES = 4 << 20;

/** A file made of writes at any place. The browser holds its parts, on disk where they are many. */
class BlobFile {
  #content = new Blob();

  get stream(): WritableStream<StreamTargetChunk> {
    return new WritableStream({
      write: ({ data, position }) => {
        const before = this.#content.slice(0, position);
        const after = this.#content.slice(position + data.byteLength);
        this.#content = new Blob([before, data, after]);
      },
    });
  }

  as(mime: string): Blob {
    return this.#content.slice(0, this.#content.size, mime);
  }
}

/**
 * The same coded pictures and sound in a file that has its length and an index, so that it can be played and sought:
 * what `MediaRecorder` writes has neither while it is being written, and webm never gets them (engineering.md, A5).
 *
 * @throws `decode-failed` where nothing in it can be read
 */
export async function remux(file: Blob, signal: AbortSignal): Promise<Blob> {
  const input = openInput(file);
  const isWebm = file.type.includes('webm');
  const format = isWebm ? new WebMOutputFormat() : new Mp4OutputFormat({ fastStart: false });
  const whole = new BlobFile();
  const target = new StreamTarget(whole.stream, { chunked: true, chunkSize: PART_BYTES });
  const output = new Output({ format, target });
  try {
    const copy = { mode: 'forced', shiftTolerance: Infinity } as const;
    const conversion = await Conversion.init({ input, output, copy, showWarnings: false });
    if (!conversion.isValid) throw new AppError('decode-failed', 'no track of the recording can be copied');
    const onAbort = () => void conversion.cancel();
    signal.addEventListener('abort', onAbort, { once: true });
    await conversion.execute().finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError(signal.aborted ? 'cancelled' : 'decode-failed', String(thrown), { cause: thrown });
  } finally {
    input.dispose();
  }
  return whole.as(file.type.split(';')[0] ?? '');
}
