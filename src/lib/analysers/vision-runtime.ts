/** Where MediaPipe finds its WASM; the same shape as its own `WasmFileset`. */
export type VisionFiles = { readonly wasmLoaderPath: string; readonly wasmBinaryPath: string };

type Factory = (options: unknown) => Promise<unknown>;
const scope = globalThis as { ModuleFactory?: Factory };
const factories = new Map<string, Promise<Factory>>();

/**
 * Makes the next MediaPipe task of this worker possible, and says where its files are.
 *
 * tasks-vision 0.10.35 loads its module with `import()` and then takes `self.ModuleFactory` away. A second `import()`
 * of the same address runs nothing, so a second task would fail with "ModuleFactory not set". The factory is therefore
 * kept here and put back before each task is made.
 *
 * @param assets absolute URL of the folder that holds vendor/, with a slash at its end
 */
export async function prepareVision(assets: string): Promise<VisionFiles> {
  const wasmLoaderPath = `${assets}vendor/vision/vision_wasm_module_internal.js`;
  let factory = factories.get(wasmLoaderPath);
  if (!factory) {
    factory = import(/* @vite-ignore */ wasmLoaderPath).then((module: { default: Factory }) => module.default);
    factories.set(wasmLoaderPath, factory);
    factory.catch(() => factories.delete(wasmLoaderPath));
  }
  scope.ModuleFactory = await factory;
  return { wasmLoaderPath, wasmBinaryPath: `${assets}vendor/vision/vision_wasm_module_internal.wasm` };
}

/**
 * Time stamps for a MediaPipe task in video mode: whole milliseconds that strictly rise. A lower one would break the
 * task for good.
 */
export class Stamps {
  #last = -1;

  /** @param at seconds */
  next(at: number): number {
    this.#last = Math.max(this.#last + 1, Math.round(at * 1000));
    return this.#last;
  }
}
