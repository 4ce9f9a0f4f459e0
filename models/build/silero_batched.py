"""Silero VAD v5 for 16 kHz with many frames in one run: the same network, the recurrent part alone going frame by frame.

usage: python silero_batched.py silero_vad_v5.onnx OUT.onnx   (needs onnx 1.23, numpy)

The released graph takes one frame of 32 ms and is some eighty small nodes and branches: in WebAssembly that costs twenty times its arithmetic.
Spectrum and convolutions look at one frame each, so frames stand in the batch here; the LSTM cell becomes ONNX's LSTM over the frames.

inputs  frames float32 [n, 576]      64 samples before the frame and its 512, at 16 kHz; frames in order
        state  float32 [2, 1, 128]   hidden and cell after the frame before; zeros at the start of a recording
outputs probabilities float32 [n]    that there is speech in the frame
        next_state    float32 [2, 1, 128]
"""
import sys

import numpy as np
import onnx
from onnx import TensorProto as T, helper, numpy_helper

source, out = sys.argv[1:3]
HIDDEN = 128
branch = next(a.g for n in onnx.load(source).graph.node if n.op_type == "If" for a in n.attribute if a.name == "then_branch")
weights = {n.output[0].split("Inline_0__")[-1]: numpy_helper.to_array(n.attribute[0].t) for n in branch.node if n.op_type == "Constant"}
node, info = helper.make_node, helper.make_tensor_value_info
tables = []


def const(name, value, dtype=np.float32):
    tables.append(numpy_helper.from_array(np.ascontiguousarray(np.array(value, dtype)), name))
    return name


def gates(name):
    """PyTorch keeps input, forget, cell, output; ONNX wants input, output, forget, cell."""
    i, f, c, o = np.split(weights[name], 4)
    return np.concatenate([i, o, f, c])


nodes = [node("Pad", ["frames", const("right_64", [0, 0, 0, 64], np.int64)], ["padded"], mode="reflect"),
         node("Unsqueeze", ["padded", const("axis_1", [1], np.int64)], ["sound"]),
         node("Conv", ["sound", const("basis", weights["stft.forward_basis_buffer"])], ["spectrum"], kernel_shape=[256], strides=[128]),
         node("Split", ["spectrum", const("halves", [129, 129], np.int64)], ["real", "imaginary"], axis=1),
         node("Mul", ["real", "real"], ["real_2"]), node("Mul", ["imaginary", "imaginary"], ["imaginary_2"]),
         node("Add", ["real_2", "imaginary_2"], ["power"]), node("Sqrt", ["power"], ["x0"])]
for layer, stride in enumerate([1, 2, 2, 1]):
    w, b = (const(f"encoder.{layer}.{part}", weights[f"encoder.{layer}.reparam_conv.{part}"]) for part in ("weight", "bias"))
    nodes += [node("Conv", [f"x{layer}", w, b], [f"conv{layer}"], kernel_shape=[3], pads=[1, 1], strides=[stride]), node("Relu", [f"conv{layer}"], [f"x{layer + 1}"])]
nodes += [
    # [n, 128, 1] -> a sequence of n steps, one recording at a time.
    node("Reshape", ["x4", const("sequence", [-1, 1, HIDDEN], np.int64)], ["steps"]),
    node("Split", ["state", const("one_each", [1, 1], np.int64)], ["hidden", "cell"], axis=0),
    node("LSTM", ["steps", const("lstm.w", gates("decoder.rnn.weight_ih")[None]), const("lstm.r", gates("decoder.rnn.weight_hh")[None]),
                  const("lstm.b", np.concatenate([gates("decoder.rnn.bias_ih"), gates("decoder.rnn.bias_hh")])[None]), "", "hidden", "cell"],
         ["hiddens", "last_hidden", "last_cell"], hidden_size=HIDDEN),
    node("Concat", ["last_hidden", "last_cell"], ["next_state"], axis=0),
    node("Reshape", ["hiddens", const("rows", [-1, HIDDEN], np.int64)], ["hidden_rows"]), node("Relu", ["hidden_rows"], ["positive"]),
    node("MatMul", ["positive", const("out.w", weights["decoder.decoder.2.weight"].reshape(1, HIDDEN).T)], ["score_column"]),
    node("Add", ["score_column", const("out.b", weights["decoder.decoder.2.bias"])], ["score"]), node("Sigmoid", ["score"], ["probability"]),
    node("Reshape", ["probability", const("flat", [-1], np.int64)], ["probabilities"])]
graph = helper.make_graph(nodes, "silero_vad_v5_16k",
                          [info("frames", T.FLOAT, ["n", 576]), info("state", T.FLOAT, [2, 1, HIDDEN])],
                          [info("probabilities", T.FLOAT, ["n"]), info("next_state", T.FLOAT, [2, 1, HIDDEN])], tables)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
onnx.checker.check_model(model)
onnx.save(model, out)
print(out, len(model.SerializeToString()), "bytes")
