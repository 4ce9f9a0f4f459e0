"""Our two Whisper graphs -> the same weights in the layout of the Hugging Face hub (an encoder and a merged decoder that is run token by token).

usage: python whisper_hub_layout.py MODEL_FOLDER OUT_FOLDER [q8|fp32|q4]   (needs onnx 1.23, numpy; MODEL_FOLDER e.g. models/whisper-base)

For measurements only: what another loop makes of the same weights (npm run bench -- --ear), and what a model that a host adds looks like.
q8    int8 matrices as ours, for WebAssembly                      onnx/encoder_model_quantized.onnx, onnx/decoder_model_merged_quantized.onnx
fp32  the int8 values written as floats, for WebGPU               onnx/encoder_model.onnx, onnx/decoder_model_merged.onnx
q4    encoder as fp32, decoder in blocks of 32 values of 4 bits   onnx/encoder_model.onnx, onnx/decoder_model_merged_q4.onnx
"""
import os
import shutil
import sys

import numpy as np
import onnx
from onnx import TensorProto as T, helper, numpy_helper

source, out = sys.argv[1:3]
dtype = sys.argv[3] if len(sys.argv) > 3 else "q8"
read = lambda name: {t.name: numpy_helper.to_array(t) for t in onnx.load(f"{source}/onnx/{name}_quantized.onnx").graph.initializer}
ENCODER, DECODER = read("encoder_model"), read("decoder_greedy")
width, size = DECODER["positions"].shape[1], 64
heads, layers = width // size, len([n for n in DECODER if n.endswith(".qkv.w")])
vocab = DECODER["token_number"].shape[1]
mels = ENCODER["conv1.weight"].shape[1]
info = helper.make_tensor_value_info
BLOCK = 32


class Graph:
    """Nodes and tables of one graph; each verb adds a node and gives the name of what it makes."""

    def __init__(self, weights, dtype):
        self.nodes, self.tables, self.weights, self.dtype = [], {}, weights, dtype

    def const(self, name, value=None, dtype=np.float32):
        self.tables.setdefault(name, numpy_helper.from_array(np.array(self.weights[name] if value is None else value, dtype, order="C"), name))
        return name

    def ints(self, *values):
        return self.const("ints_" + "_".join(map(str, values)), values, np.int64)

    def op(self, kind, inputs, name, domain="", outputs=None, **attributes):
        outputs = outputs or [name]
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0] if len(outputs) == 1 else outputs

    def linear(self, x, name, key=None):
        """key: names of the matrix [in, out] in int8, its scales, and its bias, if there is one."""
        w, s, b = key or (f"{name}.w", f"{name}.s", f"{name}.b")
        bias = [] if b is None else [self.const(b)]
        if self.dtype == "q8":
            return self.op("DynamicQuantizeMatMul", [x, self.const(w, dtype=np.int8), self.const(s), "", *bias], name, "com.microsoft")
        matrix = self.weights[w].astype(np.float32) * self.weights[s][None]
        y = self.four_bits(x, name, matrix) if self.dtype == "q4" else self.op("MatMul", [x, self.const(name + ".matrix", matrix)], name + ".product")
        return self.op("Add", [y, *bias], name) if bias else y

    def four_bits(self, x, name, matrix):
        rows = matrix.T.reshape(matrix.shape[1], -1, BLOCK)
        most = np.take_along_axis(rows, np.abs(rows).argmax(-1)[..., None], -1)
        scale = np.where(most == 0, 1, most / -8).astype(np.float32)
        values = np.clip(np.round(rows / scale) + 8, 0, 15).astype(np.uint8)
        self.const(name + ".q4", values[..., 0::2] | (values[..., 1::2] << 4), np.uint8)
        self.const(name + ".scales", scale.reshape(-1))
        return self.op("MatMulNBits", [x, name + ".q4", name + ".scales"], name + ".product", "com.microsoft",
                       K=matrix.shape[0], N=matrix.shape[1], bits=4, block_size=BLOCK, accuracy_level=4)

    def norm(self, x, name):
        return self.op("LayerNormalization", [x, self.const(name + ".g"), self.const(name + ".b")], name, epsilon=1e-5)

    def by_head(self, x, name):
        return self.op("Transpose", [self.op("Reshape", [x, self.ints(1, -1, heads, size)], name + ".split")], name, perm=[0, 2, 1, 3])

    def joined(self, x, name):
        return self.op("Reshape", [self.op("Transpose", [x], name + ".rows", perm=[0, 2, 1, 3]), self.ints(1, -1, width)], name)

    def qkv(self, x, name):
        whole = self.linear(x, name)
        return [self.by_head(part, part + ".heads") for part in self.op("Split", [whole, self.ints(width, width, width)], "", outputs=[f"{name}.{p}" for p in "qkv"], axis=-1)]

    def attention(self, query, key, value, name, mask=None):
        scores = self.op("MatMul", [query, self.op("Transpose", [key], name + ".turned", perm=[0, 1, 3, 2])], name + ".scores")
        weights = self.op("Softmax", [self.op("Add", [scores, mask], name + ".masked") if mask else scores], name + ".weights", axis=-1)
        return self.joined(self.op("MatMul", [weights, value], name + ".mixed"), name + ".joined"), weights

    def feed_forward(self, x, new, norm):
        inner = self.op("Gelu", [self.linear(self.norm(x, new + norm), new + "fc1")], new + "gelu", "com.microsoft")
        return self.op("Add", [x, self.linear(inner, new + "fc2")], new + "done")

    def save(self, name, inputs, outputs, file):
        graph = helper.make_graph(self.nodes, name, inputs, outputs, list(self.tables.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)], ir_version=9)
        onnx.checker.check_model(model)
        onnx.save(model, f"{out}/onnx/{file}")
        print(f"{out}/onnx/{file}", len(model.SerializeToString()), "bytes")


os.makedirs(f"{out}/onnx", exist_ok=True)
for name in ("config", "generation_config", "preprocessor_config", "tokenizer", "tokenizer_config"):
    shutil.copy(f"{source}/{name}.json", f"{out}/{name}.json")

g = Graph(ENCODER, "q8" if dtype == "q8" else "fp32")
x = "input_features"
for conv, stride in (("conv1", 1), ("conv2", 2)):
    made = g.op("Conv", [x, g.const(f"{conv}.weight"), g.const(f"{conv}.bias")], conv, kernel_shape=[3], pads=[1, 1], strides=[stride])
    x = g.op("Gelu", [made], conv + ".gelu", "com.microsoft")
x = g.op("Add", [g.op("Transpose", [x], "rows", perm=[0, 2, 1]), g.const("positions")], "placed")
for i in range(layers):
    new = f"layer{i}."
    mixed, _ = g.attention(*g.qkv(g.norm(x, new + "norm1"), new + "qkv"), new + "self")
    x = g.feed_forward(g.op("Add", [x, g.linear(mixed, new + "out")], new + "attended"), new, "norm2")
g.op("Identity", [g.norm(x, "norm")], "last_hidden_state")
suffix = "_quantized" if dtype == "q8" else ""
g.save("whisper_encoder", [info("input_features", T.FLOAT, [1, mels, 3000])], [info("last_hidden_state", T.FLOAT, [1, 1500, width])], f"encoder_model{suffix}.onnx")

# Keys and values of what was heard are made by the first step and handed back by the caller for every later one.
heard = {}
for part, rows in enumerate(np.split(np.arange(2 * layers * width), 2 * layers)):
    name = f"layer{part % layers}.heard.{'key' if part < layers else 'value'}"
    heard |= {f"{name}.w": ENCODER["cross.w"][:, rows], f"{name}.s": ENCODER["cross.s"][rows], f"{name}.b": ENCODER["cross.b"][rows]}
g = Graph(DECODER | heard, dtype)
row = g.op("Reshape", ["input_ids", g.ints(-1)], "token")
if dtype == "q8":
    g.const("token_table", dtype=np.int8), g.const("token_scale")
    x = g.op("Cast", [g.op("Transpose", [g.op("Gather", ["token_table", row], "embedded_int", axis=1)], "embedded_rows", perm=[1, 0])], "embedded_float", to=T.FLOAT)
    x = g.op("Mul", [x, g.op("Unsqueeze", [g.op("Gather", ["token_scale", row], "row_scale"), g.ints(1)], "row_scale_column")], "embedded")
else:
    x = g.op("Gather", [g.const("embedding", (DECODER["token_table"].astype(np.float32) * DECODER["token_scale"][None]).T[:vocab]), row], "embedded")
one, zero = g.const("one", 1, np.int64), g.const("zero", 0, np.int64)
before = g.op("Gather", [g.op("Shape", ["past_key_values.0.decoder.key"], "past_shape"), g.const("two", 2, np.int64)], "before")
total = g.op("Add", [before, g.op("Size", [row], "rows")], "total")
numbers = g.op("Range", [before, total, one], "numbers")
mask = g.op("Where", [g.op("LessOrEqual", [g.op("Range", [zero, total, one], "columns"), g.op("Unsqueeze", [numbers, g.ints(1)], "number_column")], "is_past"),
                      g.const("zero_float", 0), g.const("minus", -1e9)], "mask")
x = g.op("Unsqueeze", [g.op("Add", [x, g.op("Gather", [g.const("positions"), numbers], "position_rows")], "placed_rows"), g.ints(0)], "placed")
for i in range(layers):
    new, past, present = f"layer{i}.", f"past_key_values.{i}.", f"present.{i}."
    query, key, value = g.qkv(g.norm(x, new + "norm1"), new + "qkv")
    key, value = (g.op("Concat", [f"{past}decoder.{part}", fresh], f"{present}decoder.{part}", axis=2) for part, fresh in (("key", key), ("value", value)))
    mixed, _ = g.attention(query, key, value, new + "self", mask)
    x = g.op("Add", [x, g.linear(mixed, new + "out")], new + "attended")
    parts = [f"{new}heard.{part}" for part in ("key", "value")]
    fresh = Graph(g.weights, dtype)
    fresh.tables = g.tables
    outputs = [fresh.op("Identity", [fresh.by_head(fresh.linear("encoder_hidden_states", part), part + ".heads")], part + ".out") for part in parts]
    # What the caller has already is not handed back.
    g.const("nothing", np.zeros((1, heads, 1, size)))
    kept = [helper.make_node("Identity", [name], [new_name]) for part, short in zip(parts, ("key", "value"))
            for name, new_name in ((f"{past}encoder.{short}", part + ".kept"), ("nothing", part + ".none"))]
    branch = lambda nodes, name, names: helper.make_graph(nodes, name, [], [info(one, T.FLOAT, None) for one in names])
    again = [helper.make_node("Identity", [one], [one + ".again"]) for one in outputs]
    key, value, _, _ = g.op("If", ["use_cache_branch"], "", outputs=[f"{new}cross.key", f"{new}cross.value", f"{present}encoder.key", f"{present}encoder.value"],
        then_branch=branch(kept, new + "kept", [p + ".kept" for p in parts] + [p + ".none" for p in parts]),
        else_branch=branch(fresh.nodes + again, new + "made", outputs + [one + ".again" for one in outputs]))
    query = g.by_head(g.linear(g.norm(x, new + "norm2"), new + "cross_q"), new + "cross_q.heads")
    mixed, weights = g.attention(query, key, value, new + "cross")
    g.op("Identity", [weights], f"cross_attentions.{i}")
    x = g.feed_forward(g.op("Add", [x, g.linear(mixed, new + "cross_out")], new + "listened"), new, "norm3")
wide = g.linear(g.norm(x, "norm"), "logits_wide", ("token_table", "token_scale", None))
g.op("Slice", [wide, g.ints(0), g.ints(vocab), g.ints(2)], "logits")
kinds = [(i, who, part) for i in range(layers) for who in ("decoder", "encoder") for part in ("key", "value")]
g.save("whisper_decoder",
       [info("input_ids", T.INT64, [1, "rows"]), info("encoder_hidden_states", T.FLOAT, [1, "frames", width]), info("use_cache_branch", T.BOOL, [1]),
        *[info(f"past_key_values.{i}.{who}.{part}", T.FLOAT, [1, heads, f"past_{who}", size]) for i, who, part in kinds]],
       [info("logits", T.FLOAT, [1, "rows", vocab]), *[info(f"present.{i}.{who}.{part}", T.FLOAT, [1, heads, f"total_{who}", size]) for i, who, part in kinds],
        *[info(f"cross_attentions.{i}", T.FLOAT, [1, heads, "rows", "heard"]) for i in range(layers)]],
       f"decoder_model_merged{'_q4' if dtype == 'q4' else suffix}.onnx")
