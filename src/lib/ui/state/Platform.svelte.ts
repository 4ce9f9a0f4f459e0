import { checkReadiness } from '$lib/session/check-readiness.ts';
import type { Readiness } from '$lib/session/contract.ts';
import { registerApp, type Installation } from '$lib/session/installation.ts';

/** The installed app and the device: what is missing, and whether a newer version waits. */
export class Platform {
  #readiness: Readiness | undefined = $state.raw();
  #hasUpdate = $state(false);
  #isUpdateHeld = $state(false);
  #installation: Installation | undefined;

  /** `undefined` until it is known, which takes a moment on the first visit. */
  get readiness(): Readiness | undefined {
    return this.#readiness;
  }

  get hasUpdate(): boolean {
    return this.#hasUpdate;
  }

  /** The update was asked for while something ran, here or in another tab. */
  get isUpdateHeld(): boolean {
    return this.#isUpdateHeld;
  }

  /**
   * Installs the service worker and finds out what the device can do. Before it ends no worker may be started.
   * Where the page has to be loaded once more, it never ends.
   */
  async prepare(assets: string, isBusy: () => boolean): Promise<Readiness> {
    this.#installation = await registerApp({
      assets,
      isBusy,
      onUpdate: () => (this.#hasUpdate = true),
    });
    const readiness = await checkReadiness();
    this.#readiness = readiness;
    return readiness;
  }

  async update(): Promise<void> {
    this.#isUpdateHeld = (await this.#installation?.applyUpdate()) === 'busy';
  }

  /** Puts the offer away until the next one. */
  postpone(): void {
    this.#hasUpdate = false;
  }
}
