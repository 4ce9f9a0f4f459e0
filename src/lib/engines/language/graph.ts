/** How transformers.js calls a graph by the end of its name; those first that plain WebAssembly runs best. */
const DTYPES = [
  ['q4', '_q4'],
  ['q8', '_quantized'],
  ['int8', '_int8'],
  ['uint8', '_uint8'],
  ['bnb4', '_bnb4'],
  ['fp32', ''],
  ['q4f16', '_q4f16'],
  ['fp16', '_fp16'],
] as const;
export type Dtype = (typeof DTYPES)[number][0];

export type Graph = {
  readonly dtype: Dtype;
  /** Files beside the graph that hold its weights (`…onnx_data`, `…onnx_data_1`), where it is too large for one. */
  readonly dataFiles: number;
};

/**
 * Which graph of a model to run; `undefined` where it has none that a text-generation model of the hub's layout has.
 *
 * @param files its files, by their path in its own folder (`onnx/model_q4.onnx`)
 */
export function graphOf(files: readonly string[]): Graph | undefined {
  for (const [dtype, ending] of DTYPES) {
    const name = `onnx/model${ending}.onnx`;
    if (!files.includes(name)) continue;
    return { dtype, dataFiles: files.filter((file) => file.startsWith(`${name}_data`)).length };
  }
  return undefined;
}
