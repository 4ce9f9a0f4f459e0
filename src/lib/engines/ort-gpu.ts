import { env } from 'onnxruntime-web/webgpu';
import { openVendorUrl } from '$lib/assets/vendor.ts';
import { AppError } from '$lib/core/errors.ts';
import { HOSTED_ENGINE } from '$lib/core/recogniser.ts';

type Gpu = { requestAdapter(): Promise<unknown> };
let ready: Promise<void> | undefined;

/**
 * Makes onnxruntime-web's build with WebGPU ready in this worker, from our own origin: 27 MB that only hosts' own
 * recognisers need. Beside it observers go on using the plain build.
 *
 * @param assets absolute URL of the folder that holds vendor/, with a slash at its end
 * @throws AppError `no-webgpu` where there is no adapter, or where the browser's is known to crash; `part-missing`
 */
export function setUpGpu(assets: string): Promise<void> {
  ready ??= setUp(assets).catch((thrown: unknown) => {
    ready = undefined;
    throw thrown;
  });
  return ready;
}

async function setUp(assets: string): Promise<void> {
  const { gpu, userAgent } = navigator as { gpu?: Gpu; userAgent: string };
  // WebKit's reloads the page or takes 14 GB with this build (onnxruntime#26827, #27584).
  const isWebKit = userAgent.includes('AppleWebKit') && !userAgent.includes('Chrome/');
  if (isWebKit || !(await gpu?.requestAdapter())) throw new AppError('no-webgpu');
  env.wasm.wasmPaths = {
    mjs: `${assets}vendor/${HOSTED_ENGINE}.mjs`,
    wasm: await openVendorUrl(assets, `${HOSTED_ENGINE}.wasm`),
  };
  // What stays on this side is little.
  env.wasm.numThreads = 1;
  env.wasm.proxy = false;
  env.logLevel = 'error';
}
