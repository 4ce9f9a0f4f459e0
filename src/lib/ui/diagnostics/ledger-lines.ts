/** Who saw a request: the page itself, the service worker (for page and workers), or it was the service worker's own. */
export type Witness = 'page' | 'service-worker' | 'own';

export type Request = {
  readonly url: string;
  readonly by: Witness;
  /** When, by the witness's clock, where it may tell of the same request twice. */
  readonly at?: number;
  readonly received?: number;
};

/** Requests for one address, without what stands behind its question mark. */
export type LedgerLine = {
  readonly origin: string;
  readonly path: string;
  readonly by: Witness;
  readonly times: number;
  /** Bytes over the network, 0 from a cache; `undefined` where the browser doesn't tell. */
  readonly received: number | undefined;
};

/** Addresses that are told apart; beyond it only counts of those known grow. */
const MOST_LINES = 2000;
/** `blob:` and `data:` stay inside the browser. */
const isNetwork = (url: string) => /^(https?|wss?):/.test(url);

/** Requests, one line for each address and witness. */
export class LedgerLines {
  readonly #lines = new Map<string, LedgerLine>();
  readonly #told = new Set<string>();

  add({ url, by, at, received }: Request): void {
    if (!isNetwork(url)) return;
    if (at !== undefined) {
      const told = `${by} ${at} ${url}`;
      if (this.#told.has(told)) return;
      this.#told.add(told);
    }
    const { origin, pathname } = new URL(url);
    const key = `${by} ${origin}${pathname}`;
    const known = this.#lines.get(key);
    if (!known && this.#lines.size >= MOST_LINES) return;
    const sum = received === undefined ? known?.received : (known?.received ?? 0) + received;
    this.#lines.set(key, { origin, path: pathname, by, times: (known?.times ?? 0) + 1, received: sum });
  }

  /** By origin, then by path. */
  list(): LedgerLine[] {
    return [...this.#lines.values()].sort((a, b) => a.origin.localeCompare(b.origin) || a.path.localeCompare(b.path));
  }
}

/** Requests that went to another origin than the app's. */
export function foreignCount(lines: readonly LedgerLine[], origin: string): number {
  return lines.filter((line) => line.origin !== origin).reduce((sum, { times }) => sum + times, 0);
}
