import { FFFSType, FFmpeg } from '@ffmpeg/ffmpeg';
import { openVendorUrl } from '$lib/assets/vendor.ts';
import { AppError } from '$lib/core/errors.ts';

/** ffmpeg says several times a second how far it is; one that is silent for this long has hung (ffmpeg.wasm #597, #772). */
const STALL_MS = 10_000;
/** 32 MB of code may have to come over a slow line. */
const LOAD_MS = 120_000;

/** How much of a file's end is read to see whether it is there. */
const TAIL_SECONDS = 3;

const FOLDER = '/in';
const INPUT = `${FOLDER}/recording`;
const OUTPUT = '/out';

/**
 * ffmpeg in a worker of its own, reading one file. The file is mounted, never copied. WASM memory doesn't shrink, so it is
 * closed after use, and ended at once when the signal aborts or it stops making progress.
 */
export class FfmpegFile {
  readonly #ffmpeg = new FFmpeg();
  readonly #signal: AbortSignal;
  #isClosed = false;
  #lastSign = 0;
  #log: string[] = [];
  #reached = 0;

  private constructor(signal: AbortSignal) {
    this.#signal = signal;
    this.#ffmpeg.on('log', ({ message }) => {
      this.#lastSign = performance.now();
      this.#log = [...this.#log.slice(-9), message];
    });
    this.#ffmpeg.on('progress', ({ time }) => {
      this.#lastSign = performance.now();
      this.#reached = time / 1e6;
    });
  }

  /** @param assets absolute URL of the folder that holds vendor/, with a slash at its end */
  static async open(file: Blob, { assets, signal }: { assets: string; signal: AbortSignal }): Promise<FfmpegFile> {
    const opened = new FfmpegFile(signal);
    const ffmpeg = opened.#ffmpeg;
    // Larger than some hosts allow for a file, so it comes in shards.
    const wasmURL = await openVendorUrl(assets, 'ffmpeg/ffmpeg-core.wasm', { signal });
    try {
      const loading = ffmpeg.load({ coreURL: `${assets}vendor/ffmpeg/ffmpeg-core.js`, wasmURL });
      await opened.#guard(loading, LOAD_MS, 'decoder-missing');
    } finally {
      URL.revokeObjectURL(wasmURL);
    }
    await opened.#guard(ffmpeg.createDir(FOLDER));
    const blobs = [{ name: 'recording', data: file }];
    await opened.#guard(ffmpeg.mount(FFFSType.WORKERFS, { blobs }, FOLDER));
    return opened;
  }

  /**
   * Runs ffmpeg on the file. Returns what it wrote, which is nothing where it failed or found nothing to decode.
   *
   * @param before arguments before the input; @param after those between the input and the output
   */
  async run(before: readonly string[], after: readonly string[]): Promise<Uint8Array> {
    await this.#execute([...before, '-i', INPUT, ...after, OUTPUT]);
    return this.#take();
  }

  /**
   * Where the file really ends, seconds from its start, found without decoding: by reading its last seconds where they are,
   * else, where the header promises more than is there, all of it.
   */
  async findEnd(promised: number): Promise<number> {
    const start = Math.max(0, promised - TAIL_SECONDS);
    const tail = await this.#readFrom(start);
    return tail > 0 || start === 0 ? start + tail : this.#readFrom(0);
  }

  /** Seconds from a place to the end of what is there; nothing sensible where the place is not there. */
  async #readFrom(seconds: number): Promise<number> {
    this.#reached = 0;
    const copy = ['-map', '0', '-dn', '-sn', '-c', 'copy', '-f', 'null', '-'];
    await this.#execute(['-ss', String(seconds), '-i', INPUT, ...copy]);
    return this.#reached;
  }

  /** Runs ffprobe on the file; returns the JSON that it writes. */
  async probe(): Promise<unknown> {
    const args = ['-v', 'error', '-print_format', 'json', '-show_format', '-show_streams', INPUT, '-o', OUTPUT];
    await this.#guard(this.#ffmpeg.ffprobe(args));
    const text = new TextDecoder().decode(await this.#take());
    return text === '' ? {} : (JSON.parse(text) as unknown);
  }

  /** The last lines that ffmpeg wrote, for an error's message. */
  get lastWords(): string {
    return this.#log.join(' | ');
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#ffmpeg.terminate();
  }

  /** Statistics, which come at any log level, are the sign that it is alive. */
  async #execute(args: readonly string[]): Promise<void> {
    await this.#guard(this.#ffmpeg.exec(['-v', 'error', '-stats', '-stats_period', '0.5', ...args]));
  }

  async #take(): Promise<Uint8Array> {
    const nodes = await this.#guard(this.#ffmpeg.listDir('/'));
    if (!nodes.some(({ name }) => `/${name}` === OUTPUT)) return new Uint8Array(0);
    const bytes = await this.#guard(this.#ffmpeg.readFile(OUTPUT));
    await this.#guard(this.#ffmpeg.deleteFile(OUTPUT));
    return typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  }

  /** Waits for ffmpeg, but ends it when the signal aborts or no sign of life comes for `limitMs`. */
  async #guard<T>(
    work: Promise<T>,
    limitMs = STALL_MS,
    code: 'decode-stalled' | 'decoder-missing' = 'decode-stalled',
  ): Promise<T> {
    this.#lastSign = performance.now();
    let onAbort: (() => void) | undefined;
    let timer: ReturnType<typeof setInterval> | undefined;
    const lost = new Promise<never>((_resolve, reject) => {
      onAbort = () => {
        reject(this.#signal.reason as Error);
      };
      if (this.#signal.aborted) onAbort();
      this.#signal.addEventListener('abort', onAbort);
      timer = setInterval(() => {
        if (performance.now() - this.#lastSign > limitMs) reject(new AppError(code, `ffmpeg: ${this.lastWords}`));
      }, 250);
    });
    try {
      return await Promise.race([work, lost]);
    } catch (thrown) {
      this.close();
      if (thrown instanceof Error) throw thrown;
      throw new AppError(code === 'decoder-missing' ? code : 'decode-failed', `ffmpeg: ${String(thrown)}`);
    } finally {
      clearInterval(timer);
      if (onAbort) this.#signal.removeEventListener('abort', onAbort);
    }
  }
}
