import { describe, expect, it } from 'vitest';
import { graphOf } from './graph.ts';

describe('graphOf', () => {
  it.each([
    ['the whole one where there is no other', ['config.json', 'onnx/model.onnx'], { dtype: 'fp32', dataFiles: 0 }],
    ['four bits before eight', ['onnx/model_quantized.onnx', 'onnx/model_q4.onnx'], { dtype: 'q4', dataFiles: 0 }],
    ['half floats last', ['onnx/model_fp16.onnx', 'onnx/model_quantized.onnx'], { dtype: 'q8', dataFiles: 0 }],
    [
      'with its files of weights, and not another graph’s',
      ['onnx/model_q4.onnx', 'onnx/model_q4.onnx_data', 'onnx/model_q4.onnx_data_1', 'onnx/model.onnx_data'],
      { dtype: 'q4', dataFiles: 2 },
    ],
  ])('%s', (_name, files, graph) => {
    expect(graphOf(files)).toEqual(graph);
  });

  it('finds none in a model of another kind', () => {
    expect(graphOf(['onnx/encoder_model.onnx', 'model.onnx'])).toBeUndefined();
  });
});
