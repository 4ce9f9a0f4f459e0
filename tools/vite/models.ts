import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { weightsManifestSchema, type WeightsManifest } from '../../src/lib/core/weights.ts';
import { cut } from './shards.ts';

/**
 * Puts the weights that the manifest names into a folder, large ones in shards, with a manifest that says so.
 *
 * @param source folder with manifest.json and the files
 * @param target folder to write
 * @param without keys of models that are left out
 * @throws Error when a file isn't the one that the manifest names: such a build would fail in every browser
 */
export async function emitModels(
  source: string,
  target: string,
  without: readonly string[] = [],
): Promise<WeightsManifest> {
  const manifest = weightsManifestSchema.parse(JSON.parse(await readFile(path.join(source, 'manifest.json'), 'utf8')));
  manifest.models = Object.fromEntries(Object.entries(manifest.models).filter(([key]) => !without.includes(key)));
  for (const model of Object.values(manifest.models)) {
    for (const [index, { file, bytes, sha256 }] of model.files.entries()) {
      const { entry, parts } = cut(file, await readFile(path.join(source, file)));
      if (entry.bytes !== bytes || entry.sha256 !== sha256) {
        throw new Error(`models/${file} is not the file that models/manifest.json names`);
      }
      model.files[index] = entry;
      for (const part of parts) {
        const place = path.join(target, part.file);
        await mkdir(path.dirname(place), { recursive: true });
        await writeFile(place, part.content);
      }
    }
  }
  await writeFile(path.join(target, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
}
