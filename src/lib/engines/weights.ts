import { AppError } from '$lib/core/errors.ts';
import type { ModelFiles } from '$lib/core/observe.ts';
import { weightsManifestSchema, type WeightsManifest } from '$lib/core/weights.ts';

/** Told as weights arrive: bytes so far and in all, over the files of one model. */
export type OnBytes = (done: number, total: number) => void;

/** Weights of this worker: fetched from our own origin, checked against the manifest's hashes before they are handed out. */
export type Weights = {
  open(key: string, onBytes?: OnBytes): Promise<ModelFiles>;
  /** sha256 by file of the models opened so far, for the track. */
  hashes(key: string): Record<string, string>;
};

/** @param assets absolute URL of the folder that holds models/, with a slash at its end */
export async function openWeights(assets: string): Promise<Weights> {
  const manifest = weightsManifestSchema.parse(await (await fetch(`${assets}models/manifest.json`)).json());
  const modelOf = (key: string): WeightsManifest['models'][string] => {
    const model = manifest.models[key];
    if (!model) throw new AppError('model-unknown', key);
    return model;
  };
  return {
    open: (key, onBytes) => {
      const model = modelOf(key);
      const total = model.files.reduce((sum, { bytes }) => sum + bytes, 0);
      let done = 0;
      const bytes = async (name: string) => {
        const file = model.files.find((entry) => entry.file === `${key}/${name}`);
        if (!file) throw new AppError('model-unknown', `${key}/${name}`);
        const response = await fetch(`${assets}models/${file.file}`);
        if (!response.ok) throw new AppError('model-missing', `${file.file}: HTTP ${response.status}`);
        const content = new Uint8Array(await response.arrayBuffer());
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
        const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
        if (hex !== file.sha256) throw new AppError('model-damaged', file.file);
        done += content.length;
        onBytes?.(done, total);
        return content;
      };
      return Promise.resolve({
        bytes,
        json: async (name) => JSON.parse(new TextDecoder().decode(await bytes(name))) as unknown,
      });
    },
    hashes: (key) => Object.fromEntries(modelOf(key).files.map(({ file, sha256 }) => [file, sha256])),
  };
}
