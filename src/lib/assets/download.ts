import { AppError, type ErrorCode } from '$lib/core/errors.ts';
import type { Piece } from '$lib/core/weights.ts';
import { readInto, TooLongError } from './body.ts';
import { sha256Of } from './sha256.ts';

/** What to call a file that isn't there, and one that isn't what the manifest says. */
export type FaultCodes = { readonly missing: ErrorCode; readonly damaged: ErrorCode };

export type DownloadOptions = {
  readonly codes: FaultCodes;
  readonly signal?: AbortSignal | undefined;
  /** Bytes of the piece so far; never falls, even where some are fetched again. */
  readonly onBytes?: (done: number) => void;
  /** Waits before trying again, ms; as many further tries as there are waits since the last byte came. */
  readonly waitsMs?: readonly number[];
  /** A connection that brings nothing for so long is given up and tried again, ms. */
  readonly stallMs?: number;
};

/** A try that failed in a way that another try may mend. */
class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
}

const pause = (ms: number, signal: AbortSignal | undefined) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });

/** One piece on its way: what is there already survives a broken connection, and the next try asks for the rest. */
class Transfer {
  readonly #url: string;
  readonly #target: Uint8Array<ArrayBuffer>;
  readonly #options: DownloadOptions;
  #have = 0;
  #told = 0;

  constructor(url: string, target: Uint8Array<ArrayBuffer>, options: DownloadOptions) {
    this.#url = url;
    this.#target = target;
    this.#options = options;
  }

  get have(): number {
    return this.#have;
  }

  restart(): void {
    this.#have = 0;
  }

  /** Fetches what is missing. Rejects with `BrokenOff` where another try may help, with an `AppError` where not. */
  async attempt(fresh: boolean): Promise<void> {
    const { codes, signal, stallMs = 30_000 } = this.#options;
    const controller = new AbortController();
    const onAbort = () => {
      controller.abort();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    let timer = setTimeout(onAbort, stallMs);
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(onAbort, stallMs);
    };
    try {
      const response = await fetch(this.#url, {
        // The browser's own cache would keep a second copy on disk, and after a bad one might give it again.
        cache: fresh ? 'reload' : 'no-store',
        signal: controller.signal,
        ...(this.#have > 0 ? { headers: { Range: `bytes=${this.#have}-` } } : {}),
      });
      alive();
      this.#accept(response);
      await readInto(this.#target, this.#have, response, (bytes) => {
        alive();
        this.#advance(bytes);
      });
      if (this.#have < this.#target.length) throw new BrokenOff(`${this.#have} of ${this.#target.length} bytes`);
    } catch (thrown) {
      if (signal?.aborted) throw new AppError('cancelled', 'the download was stopped', { cause: thrown });
      if (thrown instanceof AppError || thrown instanceof BrokenOff) throw thrown;
      if (thrown instanceof TooLongError) throw new AppError(codes.damaged, `${this.#url}: ${thrown.message}`);
      throw new BrokenOff(`${this.#url}: ${String(thrown)}`, { cause: thrown });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Decides from the head of a response what its body is. */
  #accept(response: Response): void {
    const { codes } = this.#options;
    if (response.status === 206) {
      const from = /^bytes (\d+)-/.exec(response.headers.get('Content-Range') ?? '')?.[1];
      if (Number(from) === this.#have) return;
      this.restart();
      throw new BrokenOff(`${this.#url}: another range than asked for`);
    }
    this.restart();
    if (response.status === 416) throw new BrokenOff(`${this.#url}: HTTP 416`);
    if (response.status >= 500 || response.status === 429) throw new BrokenOff(`${this.#url}: HTTP ${response.status}`);
    // Hosts made for single-page apps answer every unknown address with the start page and 200.
    const isPage = response.headers.get('Content-Type')?.startsWith('text/html') ?? false;
    if (!response.ok || isPage) {
      throw new AppError(codes.missing, `${this.#url}: HTTP ${response.status}${isPage ? ', a page' : ''}`);
    }
  }

  #advance(bytes: number): void {
    this.#have += bytes;
    if (this.#have <= this.#told) return;
    this.#told = this.#have;
    this.#options.onBytes?.(this.#told);
  }
}

/**
 * Fetches a piece into `target`, goes on where a broken connection left off, and checks it.
 *
 * @param target as long as the piece
 * @throws AppError `codes.missing` when it can't be had, `codes.damaged` when it is twice not what the manifest says,
 *   `cancelled`
 */
export async function download(
  url: string,
  piece: Piece,
  target: Uint8Array<ArrayBuffer>,
  options: DownloadOptions,
): Promise<void> {
  const { codes, signal, waitsMs = [250, 1_000, 4_000] } = options;
  const transfer = new Transfer(url, target, options);
  let failures = 0;
  let wasWrong = false;
  for (;;) {
    const before = transfer.have;
    try {
      await transfer.attempt(wasWrong);
    } catch (thrown) {
      if (!(thrown instanceof BrokenOff)) throw thrown;
      failures = transfer.have > before ? 1 : failures + 1;
      const wait = waitsMs[failures - 1];
      if (wait === undefined) throw new AppError(codes.missing, thrown.message, { cause: thrown });
      await pause(wait, signal);
      continue;
    }
    if ((await sha256Of(target)) === piece.sha256) return;
    if (wasWrong) throw new AppError(codes.damaged, `${url}: not the file that the manifest names`);
    wasWrong = true;
    transfer.restart();
  }
}
