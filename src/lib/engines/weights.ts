import { loadManifest } from '$lib/assets/manifest.ts';
import { openFile } from '$lib/assets/open-file.ts';
import { AppError } from '$lib/core/errors.ts';
import type { ModelFiles } from '$lib/core/observe.ts';
import { weightsManifestSchema, type WeightsManifest } from '$lib/core/weights.ts';

/** Told as weights arrive: bytes so far and in all, over the files of one model. */
export type OnBytes = (done: number, total: number) => void;

/** Weights of this worker: fetched from our own origin when asked for, checked against the manifest before they are handed out. */
export type Weights = {
  /**
   * Nothing is fetched before a file is asked for. Each call gives a fresh buffer that its caller may transfer.
   *
   * @throws AppError `model-unknown`; the files' promises: `model-missing`, `model-damaged`, `out-of-memory`, `cancelled`
   */
  open(key: string, onBytes?: OnBytes, signal?: AbortSignal): Promise<ModelFiles>;
  /** sha256 by file of a model, for the track. */
  hashes(key: string): Record<string, string>;
};

const CODES = { missing: 'model-missing', damaged: 'model-damaged' } as const;

/** models/manifest.json. @param assets absolute URL of the folder that holds models/, with a slash at its end */
export function loadWeightsManifest(assets: string): Promise<WeightsManifest> {
  return loadManifest(`${assets}models/manifest.json`, weightsManifestSchema, CODES);
}

/**
 * @param assets absolute URL of the folder that holds models/, with a slash at its end
 * @throws AppError `model-missing` or `model-damaged` when the manifest can't be read; a later call tries anew
 */
export async function openWeights(assets: string): Promise<Weights> {
  const manifest = await loadWeightsManifest(assets);
  const modelOf = (key: string): WeightsManifest['models'][string] => {
    const model = manifest.models[key];
    if (!model) throw new AppError('model-unknown', key);
    return model;
  };

  const open = (key: string, onBytes?: OnBytes, signal?: AbortSignal): ModelFiles => {
    const { files } = modelOf(key);
    const total = files.reduce((sum, file) => sum + file.bytes, 0);
    const done = new Map<string, number>();
    const bytes = async (name: string) => {
      const file = files.find((entry) => entry.file === `${key}/${name}`);
      if (!file) throw new AppError('model-unknown', `${key}/${name}`);
      return openFile(`${assets}models/`, file, {
        codes: CODES,
        signal,
        onBytes: (count) => {
          // A file that is opened twice counts once.
          done.set(name, Math.max(count, done.get(name) ?? 0));
          onBytes?.(
            [...done.values()].reduce((sum, one) => sum + one, 0),
            total,
          );
        },
      });
    };
    return {
      names: files.map(({ file }) => file.slice(key.length + 1)),
      bytes,
      json: async (name) => JSON.parse(new TextDecoder().decode(await bytes(name))) as unknown,
    };
  };

  return {
    open: (key, onBytes, signal) => Promise.resolve().then(() => open(key, onBytes, signal)),
    hashes: (key) => Object.fromEntries(modelOf(key).files.map(({ file, sha256 }) => [file, sha256])),
  };
}
