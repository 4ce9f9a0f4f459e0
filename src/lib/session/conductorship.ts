/**
 * Of all tabs one runs the queue: the one that holds this lock. The others wait for it and take over when it closes.
 * Each tab also holds a lock of its own name while it lives, so that others can tell whether the tab that was given a
 * file is still there.
 */
export class Conductorship {
  readonly tab = `viva-tab-${crypto.randomUUID()}`;
  readonly #name: string;
  readonly #over = new AbortController();

  constructor(name: string) {
    this.#name = name;
  }

  /** @param onTaken once this tab is the one; where the browser has no locks every tab is */
  seek(onTaken: () => void): void {
    const locks = (navigator as { locks?: LockManager }).locks;
    if (!locks) {
      onTaken();
      return;
    }
    const hold = () =>
      new Promise<void>((resolve) => {
        this.#over.signal.addEventListener('abort', () => {
          resolve();
        });
      });
    const request = (name: string, onHeld: () => void) => {
      locks
        .request(name, { signal: this.#over.signal }, () => {
          onHeld();
          return hold();
        })
        .catch(() => undefined); // Given up before it was had: `close` was called.
    };
    request(this.tab, () => undefined);
    request(`${this.#name}-conductor`, onTaken);
  }

  /** Whether the tab of that name is still open. */
  async isOpen(tab: string | undefined): Promise<boolean> {
    if (tab === undefined) return false;
    if (tab === this.tab) return true;
    const locks = (navigator as { locks?: LockManager }).locks;
    const { held = [] } = (await locks?.query()) ?? {};
    return held.some(({ name }) => name === tab);
  }

  close(): void {
    this.#over.abort();
  }
}
