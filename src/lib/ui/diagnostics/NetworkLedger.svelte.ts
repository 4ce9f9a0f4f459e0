import { foreignCount, LedgerLines, type LedgerLine, type Request } from './ledger-lines.ts';

/** The service worker tells of requests on the channel of the same name there. */
const CHANNEL = 'viva-ledger';
/** Many requests come at once, and nobody reads faster. */
const SHOW_MS = 250;

/** Every request that page, workers and service worker made since the page was opened. */
export class NetworkLedger {
  readonly #requests = new LedgerLines();
  #lines: readonly LedgerLine[] = $state.raw([]);
  #isWaiting = false;

  /** Listens for the life of the page. */
  start(): void {
    if (typeof PerformanceObserver === 'undefined') return;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
        this.#add({ url: entry.name, by: 'page', received: entry.transferSize });
      }
    }).observe({ type: 'resource', buffered: true });
    this.#add({ url: location.href, by: 'page' });
    const channel = new BroadcastChannel(CHANNEL);
    channel.addEventListener('message', ({ data }: MessageEvent<Request | 'tell'>) => {
      if (data !== 'tell') this.#add(data);
    });
    // What the service worker fetched before this page listened.
    channel.postMessage('tell');
  }

  get lines(): readonly LedgerLine[] {
    return this.#lines;
  }

  /** Requests to other origins than the page's. */
  readonly foreign: number = $derived(foreignCount(this.#lines, location.origin));
  readonly total: number = $derived(this.#lines.reduce((sum, { times }) => sum + times, 0));

  #add(request: Request): void {
    this.#requests.add(request);
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    setTimeout(() => {
      this.#isWaiting = false;
      this.#lines = this.#requests.list();
    }, SHOW_MS);
  }
}
