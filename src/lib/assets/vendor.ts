import { AppError } from '$lib/core/errors.ts';
import { vendorManifestSchema, type VendorManifest } from '$lib/core/weights.ts';
import { loadManifest } from './manifest.ts';
import { openFile, type OpenOptions } from './open-file.ts';

const CODES = { missing: 'part-missing', damaged: 'part-damaged' } as const;

/** The list of vendor files. @param assets absolute URL of the folder that holds vendor/, with a slash at its end */
export function loadVendorManifest(assets: string): Promise<VendorManifest> {
  return loadManifest(`${assets}vendor/manifest.json`, vendorManifestSchema, CODES);
}

/**
 * A file of vendor/ that may be too large for hosts that cap files at 25 MB: fetched (in shards where the build made
 * some), checked, kept, and given as a `blob:` URL. Revoke it when the library has loaded it.
 *
 * @param assets absolute URL of the folder that holds vendor/, with a slash at its end
 * @param name path under vendor/, e.g. `ffmpeg/ffmpeg-core.wasm`
 * @throws AppError `part-missing`, `part-damaged`, `cancelled`
 */
export async function openVendorUrl(
  assets: string,
  name: string,
  options: Omit<OpenOptions, 'codes'> = {},
): Promise<string> {
  const { files } = await loadVendorManifest(assets);
  const file = files.find((entry) => entry.file === name);
  if (!file) throw new AppError(CODES.missing, `vendor/${name}: not in the manifest`);
  const content = await openFile(`${assets}vendor/`, file, { ...options, codes: CODES });
  const type = name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
  return URL.createObjectURL(new Blob([content], { type }));
}
