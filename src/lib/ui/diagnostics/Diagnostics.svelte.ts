import { weightsManifestSchema, type WeightsManifest } from '$lib/core/weights.ts';
import type { Conductor } from '$lib/session/contract.ts';
import type { GraphicsCheck } from '$lib/session/delegate-choice.ts';
import { readAbilities, type Abilities } from './device-abilities.ts';
import { logOf } from './diagnostics-log.ts';
import { NetworkLedger } from './NetworkLedger.svelte.ts';
import { SelfTest } from './SelfTest.svelte.ts';
import { StageLog } from './StageLog.svelte.ts';

/** What is watched from the moment the app is opened, so that the page has something to show. */
export class Watch {
  readonly ledger = new NetworkLedger();
  readonly stages = new StageLog();

  start(conductor: Conductor): void {
    this.ledger.start();
    this.stages.start(conductor);
  }
}

/** Everything that the diagnostics page shows. */
export class Diagnostics {
  readonly watch: Watch;
  readonly selfTest: SelfTest;
  readonly #conductor: Conductor;
  readonly #assets: string;
  #abilities: Abilities | undefined = $state.raw();
  #models: WeightsManifest['models'] | undefined = $state.raw();
  #graphics: GraphicsCheck | undefined = $state.raw();
  #hasRead = $state(false);

  constructor(conductor: Conductor, watch: Watch, assets: string) {
    this.watch = watch;
    this.selfTest = new SelfTest(conductor, assets);
    this.#conductor = conductor;
    this.#assets = assets;
  }

  get abilities(): Abilities | undefined {
    return this.#abilities;
  }

  /** What computes faces and bodies here; `undefined` before any were looked at. */
  get graphics(): GraphicsCheck | undefined {
    return this.#graphics;
  }

  get models(): WeightsManifest['models'] | undefined {
    return this.#models;
  }

  get hasRead(): boolean {
    return this.#hasRead;
  }

  async read(): Promise<void> {
    this.#abilities = await readAbilities();
    // Without a database the rest is all the more worth showing.
    this.#graphics = await this.#conductor.graphicsCheck().catch(() => undefined);
    this.#models = await this.#readModels();
    this.#hasRead = true;
  }

  /** @param created when, ISO 8601 */
  log(created: string): string {
    const { abilities, graphics, models, selfTest, watch } = this;
    return logOf(
      {
        ...{ appVersion: VIVA_VERSION, agent: navigator.userAgent, abilities, graphics, models },
        ...{ stages: watch.stages.lines, queue: watch.stages.statistics },
        ...{ requests: watch.ledger.lines, selfTest: selfTest.state },
      },
      created,
    );
  }

  async #readModels(): Promise<WeightsManifest['models'] | undefined> {
    try {
      const response = await fetch(`${this.#assets}models/manifest.json`);
      return weightsManifestSchema.parse(await response.json()).models;
    } catch {
      // Offline before the list was ever read, or a host without models: the page says so.
      return undefined;
    }
  }
}
