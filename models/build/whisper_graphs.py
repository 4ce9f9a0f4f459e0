"""CTranslate2 Whisper checkpoint -> two int8 ONNX graphs for WebAssembly, with the configuration that they are used with.

usage: python whisper_graphs.py MODEL.BIN SOURCE_FOLDER OUT_FOLDER   (needs onnx 1.23, numpy; SOURCE_FOLDER has CTranslate2's config.json and tokenizer.json)

Run token by token from JavaScript, a decoder copies its cross-attention keys and values (37 MB for base) into WebAssembly memory for every token, which
costs more than the arithmetic. Here the decoding of a window is ONE graph with a `Loop` inside.

encoder  input_features float32 [1, mels, mel_frames]   log-mel, 100 frames a second, even, at most 3000; n = mel_frames / 2
         -> cross_keys [layers, heads, size, n], cross_values [layers, heads, n, size]: what every decoding of the window attends to, made once
         Its convolutions stay float: there is no fast integer kernel for them in WebAssembly.

decoder  reads rows: row i reads token i and chooses token i + 1. A pass of the loop takes a block of rows at once: one product of eight rows costs little
         more than one of one row. In a block stand the token chosen last and those that are expected to follow it: forced ones, then a draft. What follows
         a choice that differs from the draft is thrown away, and the draft goes on behind the place where the choice stands in it, so a draft saves time and
         decides nothing but the rounding of activations, which are quantised block by block.
inputs   cross_keys, cross_values
         prompt_ids     int64 [P]   forced: (<|startofprev|> text...) <|startoftranscript|> language task <|notimestamps|> (text...)
         draft_ids      int64 [D]   what is expected to follow; may be empty
         block          int64 []    rows of a pass at most; 1 = token by token
         max_tokens     int64 []    rows at most, the P - 1 forced ones included
         suppress       float32 [V] added to the logits of every row (0 or a large negative number)
         begin_suppress float32 [V] added as well for the first free token
         temperature    float32 []  0: arg max; above: sampled with a hash of (token, row, seed), so the same seed gives the same text
         seed           float32 []
         watch_ids      int64 [W]   tokens whose log-probability is wanted in every row (<|nospeech|>, languages)
outputs  of I passes; of the `block` places of pass p the first kept[p] count
         kept      int64 [I]
         tokens    int64 [I, block]           the choices; the first P - 1 are the forced ones
         logprobs  float32 [I, block]         their log-probabilities, after suppression
         watch     float32 [I, block, W]      log-probabilities of watch_ids, before suppression
         attention float32 [I, block, H, n]   cross attention of the alignment heads
"""
import json
import os
import shutil
import struct
import sys

import numpy as np
import onnx
from onnx import TensorProto as T, helper, numpy_helper

source, source_folder, out = sys.argv[1:4]
DTYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
with open(source, "rb") as file:
    def number(fmt, size):
        return struct.unpack(fmt, file.read(size))[0]

    def text():
        return file.read(number("<H", 2)).rstrip(b"\0").decode()

    number("<I", 4), text(), number("<I", 4)  # format version, spec name, spec revision
    variables = {}
    for _ in range(number("<I", 4)):
        name = text()
        shape = [number("<I", 4) for _ in range(number("B", 1))]
        dtype = DTYPES[number("B", 1)]
        variables[name] = np.frombuffer(file.read(number("<I", 4)), dtype).reshape(shape).astype(np.float32)

ct2 = json.load(open(f"{source_folder}/config.json"))
special = {t["content"]: t["id"] for t in json.load(open(f"{source_folder}/tokenizer.json"))["added_tokens"]}
vocab, width = variables["decoder/embeddings/weight"].shape
layers = len({n.split("/")[1] for n in variables if n.startswith("encoder/layer_") and not n.startswith("encoder/layer_norm")})
size = 64
heads = width // size
mels = variables["encoder/conv1/weight"].shape[1]
multilingual = vocab >= 51865
end_of_text = special["<|endoftext|>"]
alignment_heads = ct2["alignment_heads"]
info = helper.make_tensor_value_info


class Graph:
    """Nodes and tables of one graph; each verb adds a node and gives the name of what it makes."""

    def __init__(self, tables=None):
        self.nodes, self.tables, self.names = [], [] if tables is None else tables, set()

    def const(self, name, value, dtype=np.float32):
        if name not in {t.name for t in self.tables}:
            self.tables.append(numpy_helper.from_array(np.array(value, dtype, order="C"), name))
        return name

    def op(self, kind, inputs, name, domain="", outputs=None, **attributes):
        outputs = outputs or [name]
        self.nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **attributes))
        return outputs[0] if len(outputs) == 1 else outputs

    def quantised(self, name, weight):
        """[out, in] in float -> int8 [in, out] and a scale for each output."""
        scale = (np.abs(weight).max(axis=1) / 127).astype(np.float32)
        return self.const(name + ".w", np.clip(np.round(weight / scale[:, None]), -127, 127).T, np.int8), self.const(name + ".s", scale)

    def linear(self, x, name, weight, bias=None):
        w, s = self.quantised(name, weight)
        return self.op("DynamicQuantizeMatMul", [x, w, s, "", *([] if bias is None else [self.const(name + ".b", bias)])], name, "com.microsoft")

    def even_linear(self, x, name, weight, bias=None):
        """The same for rows that are quantised together: each brought to one size before, so that a loud row doesn't coarsen the others."""
        size = self.op("ReduceMax", [self.op("Abs", [x], name + ".abs")], name + ".size", axes=[-1])
        product = self.linear(self.op("Div", [x, size], name + ".even"), name, weight)
        y = self.op("Mul", [product, size], name + ".sized")
        return y if bias is None else self.op("Add", [y, self.const(name + ".b", bias)], name + ".biased")

    def norm(self, x, name, source):
        return self.op("LayerNormalization", [x, self.const(name + ".g", variables[source + "/gamma"]), self.const(name + ".b", variables[source + "/beta"])], name, epsilon=1e-5)

    def gelu(self, x, name):
        return self.op("Gelu", [x], name, "com.microsoft")

    def ints(self, *values):
        return self.const("ints_" + "_".join(str(v) for v in values), values, np.int64)

    def save(self, name, inputs, outputs, place):
        graph = helper.make_graph(self.nodes, name, inputs, outputs, self.tables)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)], ir_version=9)
        onnx.checker.check_model(model)
        onnx.save(model, place)
        print(place, len(model.SerializeToString()), "bytes")


def scaled_query(weight, bias):
    """The first third of a fused q, k, v (or a lone q) times 1 / sqrt(size), which attention would multiply by; keys have no bias in Whisper."""
    weight, bias = weight.copy(), bias.copy()
    weight[:width] *= size ** -0.5
    bias[:width] *= size ** -0.5
    return weight, bias


# Encoder.
g = Graph()
x = "input_features"
for conv, stride in (("conv1", 1), ("conv2", 2)):
    w, b = (g.const(f"{conv}.{part}", variables[f"encoder/{conv}/{part}"]) for part in ("weight", "bias"))
    x = g.gelu(g.op("Conv", [x, w, b], conv, kernel_shape=[3], pads=[1, 1], strides=[stride]), conv + ".gelu")
x = g.op("Reshape", [g.op("Transpose", [x], "conv_rows", perm=[0, 2, 1]), g.ints(-1, width)], "rows")
frames = g.op("Slice", [g.op("Shape", [x], "shape"), g.ints(0), g.ints(1), g.ints(0)], "frames")
positions = g.op("Slice", [g.const("positions", variables["encoder/position_encodings/encodings"]), g.ints(0), frames, g.ints(0)], "positions_used")
x = g.op("Add", [x, positions], "placed")
for i in range(layers):
    old, new = f"encoder/layer_{i}/", f"layer{i}."
    normed = g.norm(x, new + "norm1", old + "self_attention/layer_norm")
    qkv = g.linear(normed, new + "qkv", *scaled_query(variables[old + "self_attention/linear_0/weight"], variables[old + "self_attention/linear_0/bias"]))
    together = g.op("Transpose", [g.op("Reshape", [qkv, g.ints(-1, 3 * heads, size)], new + "split")], new + "by_head", perm=[1, 0, 2])
    query, key, value = g.op("Split", [together, g.ints(heads, heads, heads)], "", outputs=[new + "q", new + "k", new + "v"], axis=0)
    weights = g.op("Softmax", [g.op("FusedMatMul", [query, key], new + "scores", "com.microsoft", transB=1)], new + "weights", axis=-1)
    mixed = g.op("Transpose", [g.op("MatMul", [weights, value], new + "mixed")], new + "mixed_rows", perm=[1, 0, 2])
    joined = g.op("Reshape", [mixed, g.ints(-1, width)], new + "joined")
    x = g.op("Add", [x, g.linear(joined, new + "out", variables[old + "self_attention/linear_1/weight"], variables[old + "self_attention/linear_1/bias"])], new + "attended")
    normed = g.norm(x, new + "norm2", old + "ffn/layer_norm")
    inner = g.gelu(g.linear(normed, new + "fc1", variables[old + "ffn/linear_0/weight"], variables[old + "ffn/linear_0/bias"]), new + "gelu")
    x = g.op("Add", [x, g.linear(inner, new + "fc2", variables[old + "ffn/linear_1/weight"], variables[old + "ffn/linear_1/bias"])], new + "done")
encoded = g.norm(x, "norm", "encoder/layer_norm")
# Keys of all layers, then values of all layers, from one product.
fused = [(variables[f"decoder/layer_{i}/attention/linear_1/weight"], variables[f"decoder/layer_{i}/attention/linear_1/bias"]) for i in range(layers)]
weight = np.concatenate([w[:width] for w, _ in fused] + [w[width:] for w, _ in fused])
bias = np.concatenate([b[:width] for _, b in fused] + [b[width:] for _, b in fused])
cross = g.op("Reshape", [g.linear(encoded, "cross", weight, bias), g.ints(-1, 2, layers, heads, size)], "cross_split")
keys, values = g.op("Split", [cross, g.ints(1, 1)], "", outputs=["keys_apart", "values_apart"], axis=1)
for part, name, perm in ((keys, "cross_keys", [1, 2, 3, 0]), (values, "cross_values", [1, 2, 0, 3])):
    g.op("Transpose", [g.op("Squeeze", [part, g.ints(1)], name + "_rows")], name, perm=perm)
os.makedirs(f"{out}/onnx", exist_ok=True)
g.save("whisper_encoder", [info("input_features", T.FLOAT, [1, mels, "mel_frames"])],
       [info("cross_keys", T.FLOAT, [layers, heads, size, "n"]), info("cross_values", T.FLOAT, [layers, heads, "n", size])], f"{out}/onnx/encoder_model_quantized.onnx")

# Decoder: the body of its loop.
main = Graph()
g = Graph(main.tables)
kinds = [f"{i}.{part}" for i in range(layers) for part in ("key", "value")]
# Products are a third quicker where rows end at a multiple of 32.
table = np.zeros((-(-vocab // 32) * 32, width), np.float32)
table[:vocab] = variables["decoder/embeddings/weight"]
scale = np.maximum(np.abs(table).max(axis=1) / 127, 1e-9).astype(np.float32)
g.const("token_table", np.clip(np.round(table / scale[:, None]), -127, 127).T, np.int8)
g.const("token_scale", scale)
one, zero, end = g.const("one", 1, np.int64), g.const("zero", 0, np.int64), g.const("end_of_text", end_of_text, np.int64)
axis0 = g.ints(0)


def vector(x, name):
    return g.op("Unsqueeze", [x, axis0], name)


# The rows of this pass: the last choice, and as many expected tokens as fit.
room = g.op("Sub", [g.op("Sub", ["max_tokens", "count"], "left"), one], "room")
take = g.op("Max", [g.op("Min", [g.op("Sub", ["block", one], "block_less"), g.op("Sub", ["expected_count", "place"], "expected_left"), room], "take_most"), zero], "take")
ahead = g.op("Slice", ["expected", vector("place", "place_1"), vector(g.op("Add", ["place", take], "ahead_end"), "ahead_end_1"), axis0], "ahead")
token = g.op("Concat", ["last", ahead], "token", axis=0)
rows = g.op("Add", [take, one], "rows")
total = g.op("Add", ["count", rows], "total")
row_numbers = g.op("Range", ["count", total, one], "row_numbers")
row_column = g.op("Unsqueeze", [row_numbers, g.ints(1)], "row_column")
columns = g.op("Range", [zero, total, one], "columns")
hidden_ahead = g.op("Where", [g.op("LessOrEqual", [columns, row_column], "is_past"), g.const("zero_float", 0), g.const("minus", -1e9)], "mask")
x = g.op("Cast", [g.op("Transpose", [g.op("Gather", ["token_table", token], "embedded_int", axis=1)], "embedded_rows", perm=[1, 0])], "embedded_float", to=T.FLOAT)
x = g.op("Mul", [x, g.op("Unsqueeze", [g.op("Gather", ["token_scale", token], "row_scale"), g.ints(1)], "row_scale_column")], "embedded")
x = g.op("Add", [x, g.op("Gather", [g.const("positions", variables["decoder/position_encodings/encodings"]), row_numbers], "position_rows")], "placed")
attention = []
for i in range(layers):
    old, new = f"decoder/layer_{i}/", f"layer{i}."
    normed = g.norm(x, new + "norm1", old + "self_attention/layer_norm")
    qkv = g.even_linear(normed, new + "qkv", *scaled_query(variables[old + "self_attention/linear_0/weight"], variables[old + "self_attention/linear_0/bias"]))
    together = g.op("Transpose", [g.op("Reshape", [qkv, g.ints(-1, 3 * heads, size)], new + "split")], new + "by_head", perm=[1, 0, 2])
    query, key, value = g.op("Split", [together, g.ints(heads, heads, heads)], "", outputs=[new + "q", new + "k", new + "v"], axis=0)
    key, value = (g.op("Concat", [f"past.{i}.{part}", fresh], f"all.{i}.{part}", axis=1) for part, fresh in (("key", key), ("value", value)))
    scores = g.op("Add", [g.op("FusedMatMul", [query, key], new + "scores", "com.microsoft", transB=1), hidden_ahead], new + "masked")
    mixed = g.op("MatMul", [g.op("Softmax", [scores], new + "weights", axis=-1), value], new + "mixed")
    joined = g.op("Reshape", [g.op("Transpose", [mixed], new + "mixed_rows", perm=[1, 0, 2]), g.ints(-1, width)], new + "joined")
    x = g.op("Add", [x, g.even_linear(joined, new + "out", variables[old + "self_attention/linear_1/weight"], variables[old + "self_attention/linear_1/bias"])], new + "attended")
    normed = g.norm(x, new + "norm2", old + "attention/layer_norm")
    query = g.even_linear(normed, new + "cross_q", *scaled_query(variables[old + "attention/linear_0/weight"], variables[old + "attention/linear_0/bias"]))
    query = g.op("Transpose", [g.op("Reshape", [query, g.ints(-1, heads, size)], new + "cross_split")], new + "cross_by_head", perm=[1, 0, 2])
    weights = g.op("Softmax", [g.op("MatMul", [query, f"cross.{i}.key"], new + "cross_scores")], new + "cross_weights", axis=-1)
    own = [head for layer, head in alignment_heads if layer == i]
    if own:
        attention.append(g.op("Gather", [weights, g.ints(*own)], new + "aligned", axis=0))
    mixed = g.op("MatMul", [weights, f"cross.{i}.value"], new + "cross_mixed")
    joined = g.op("Reshape", [g.op("Transpose", [mixed], new + "cross_rows", perm=[1, 0, 2]), g.ints(-1, width)], new + "cross_joined")
    x = g.op("Add", [x, g.even_linear(joined, new + "cross_out", variables[old + "attention/linear_2/weight"], variables[old + "attention/linear_2/bias"])], new + "listened")
    normed = g.norm(x, new + "norm3", old + "ffn/layer_norm")
    inner = g.gelu(g.even_linear(normed, new + "fc1", variables[old + "ffn/linear_0/weight"], variables[old + "ffn/linear_0/bias"]), new + "gelu")
    x = g.op("Add", [x, g.even_linear(inner, new + "fc2", variables[old + "ffn/linear_1/weight"], variables[old + "ffn/linear_1/bias"])], new + "done")
normed = g.norm(x, "norm", "decoder/layer_norm")
logits = g.op("Slice", [g.op("DynamicQuantizeMatMul", [normed, "token_table", "token_scale"], "logits_wide", "com.microsoft"), g.ints(0), g.ints(vocab), g.ints(1)], "logits")

# What each row chooses.
raw = g.op("LogSoftmax", [logits], "raw_logprob", axis=-1)
watch = g.op("Gather", [raw, "watch_ids"], "watch_rows", axis=1)
last_forced = g.op("Sub", ["prompt_length", one], "last_forced")
is_forced = g.op("Less", [row_numbers, last_forced], "is_forced")
is_first = g.op("Equal", [row_column, last_forced], "is_first_row")
has_first = g.op("Greater", [g.op("ReduceMax", [g.op("Cast", [is_first], "first_float", to=T.FLOAT)], "first_any", keepdims=0), "zero_float"], "has_first")
suppressed = g.op("Add", [logits, "suppress"], "suppressed")
branch = lambda nodes, name, result: helper.make_graph(nodes, name, [], [info(result, T.FLOAT, None)])
node = helper.make_node
begin = branch([node("Mul", ["first_float", "begin_suppress"], ["begin_rows"]), node("Add", ["suppressed", "begin_rows"], ["with_begin"])], "begin", "with_begin")
allowed = g.op("If", [has_first], "allowed", then_branch=begin, else_branch=branch([node("Identity", ["suppressed"], ["as_is"])], "later", "as_is"))
for name, value in (("hash_a", 12.9898), ("hash_b", 78.233), ("hash_c", 43758.547), ("tiny", 1e-9), ("almost_one", 0.999999)):
    g.const(name, value)
g.const("token_number", np.arange(vocab)[None])
sample = branch([
    node("Mul", ["token_number", "hash_a"], ["h0"]), node("Cast", ["row_column"], ["row_float"], to=T.FLOAT), node("Mul", ["row_float", "hash_b"], ["h1"]),
    node("Add", ["h0", "h1"], ["h2"]), node("Add", ["h2", "seed"], ["h3"]), node("Sin", ["h3"], ["h4"]), node("Mul", ["h4", "hash_c"], ["h5"]),
    node("Floor", ["h5"], ["h6"]), node("Sub", ["h5", "h6"], ["h7"]), node("Clip", ["h7", "tiny", "almost_one"], ["uniform"]),
    node("Log", ["uniform"], ["l0"]), node("Neg", ["l0"], ["l1"]), node("Log", ["l1"], ["l2"]), node("Mul", ["l2", "temperature"], ["l3"]),
    node("Sub", ["allowed", "l3"], ["perturbed"])], "sample", "perturbed")
choice = g.op("If", ["is_sampling"], "choice", then_branch=sample, else_branch=branch([node("Identity", ["allowed"], ["kept_as_is"])], "keep", "kept_as_is"))
free = g.op("ArgMax", [choice], "free", axis=1, keepdims=0)
steps_ahead = g.op("Range", [zero, rows, one], "steps_ahead")
expected_here = g.op("Gather", ["expected", g.op("Min", [g.op("Add", ["place", steps_ahead], "places"), "expected_count"], "places_in")], "expected_here")
chosen = g.op("Where", [is_forced, expected_here, free], "chosen")
logprob = g.op("Squeeze", [g.op("GatherElements", [g.op("LogSoftmax", [allowed], "logprob_all", axis=-1), g.op("Unsqueeze", [chosen, g.ints(1)], "chosen_column")], "logprob_column", axis=1), g.ints(1)], "logprob_rows")

# Rows count up to the first whose choice is not the token that the next row has read.
is_end = g.op("And", [g.op("Equal", [chosen, end], "chose_end"), g.op("Not", [is_forced], "is_free")], "is_end")
is_other = g.op("Not", [g.op("Equal", [chosen, expected_here], "is_expected")], "is_other")
stops = g.op("Or", [g.op("Or", [is_other, is_end], "other_or_end"), g.op("Equal", [steps_ahead, take], "is_last")], "stops")
stop = g.op("ArgMax", [g.op("Cast", [stops], "stops_int", to=T.INT32)], "stop", axis=0, keepdims=0)
kept = g.op("Add", [stop, one], "kept_rows")
new_last = g.op("Gather", [chosen, vector(stop, "stop_1")], "new_last")
new_count = g.op("Add", ["count", kept], "new_count")
new_count_1 = vector(new_count, "new_count_1")
for kind in kinds:
    g.op("Slice", [f"all.{kind}", axis0, new_count_1, g.ints(1)], f"present.{kind}")
# The draft goes on behind the choice, where that is found among its next five tokens.
found_at = g.op("Add", [g.op("Add", ["place", stop], "stop_place"), g.const("next_five", range(5), np.int64)], "look_at")
window = g.op("Gather", ["expected", g.op("Min", [found_at, "expected_count"], "look_in")], "look")
matches = g.op("Cast", [g.op("Equal", [window, new_last], "match")], "match_int", to=T.INT32)
behind = g.op("Add", [g.op("ArgMax", [matches], "match_at", axis=0, keepdims=0), one], "behind")
has_match = g.op("Cast", [g.op("ReduceMax", [matches], "any_match", keepdims=0)], "any_match_long", to=T.INT64)
new_place = g.op("Min", [g.op("Add", ["stop_place", g.op("Mul", [behind, has_match], "leap")], "new_place_open"), "expected_count"], "new_place")
ended = g.op("Cast", [g.op("Gather", [is_end, stop], "ended_here")], "ended", to=T.BOOL)
go_on = g.op("And", [g.op("Not", [ended], "not_ended"), g.op("Less", [new_count, "max_tokens"], "has_room")], "go_on")
# Every pass gives `block` places, so that passes can be stacked.
blank = vector(g.op("Sub", ["block", rows], "blank"), "blank_1")
g.op("Pad", [chosen, g.op("Concat", [axis0, blank], "pad_1", axis=0)], "token_block")
g.op("Pad", [logprob, "pad_1"], "logprob_block")
g.op("Pad", [watch, g.op("Concat", [g.ints(0, 0), blank, axis0], "pad_2", axis=0)], "watch_block")
heard = g.op("Transpose", [g.op("Concat", attention, "heads_all", axis=0)], "heads_rows", perm=[1, 0, 2])
g.op("Pad", [heard, g.op("Concat", [g.ints(0, 0, 0), blank, g.ints(0, 0)], "pad_3", axis=0)], "attention_block")
body = helper.make_graph(
    g.nodes, "pass",
    [info("pass_number", T.INT64, []), info("go_on_in", T.BOOL, []), info("last", T.INT64, [1]), info("place", T.INT64, []), info("count", T.INT64, []),
     *[info(f"past.{k}", T.FLOAT, [heads, None, size]) for k in kinds]],
    [info("go_on", T.BOOL, []), info("new_last", T.INT64, [1]), info("new_place", T.INT64, []), info("new_count", T.INT64, []),
     *[info(f"present.{k}", T.FLOAT, [heads, None, size]) for k in kinds],
     info("kept_rows", T.INT64, []), info("token_block", T.INT64, [None]), info("logprob_block", T.FLOAT, [None]), info("watch_block", T.FLOAT, [None, None]),
     info("attention_block", T.FLOAT, [None, len(alignment_heads), None])])

# Around it.
for part in ("key", "value"):
    apart = main.op("Split", [f"cross_{part}s", main.ints(*[1] * layers)], "", outputs=[f"cross_apart.{i}.{part}" for i in range(layers)], axis=0)
    for i, name in enumerate([apart] if layers == 1 else apart):
        main.op("Squeeze", [name, axis0], f"cross.{i}.{part}")
main.op("Size", ["prompt_ids"], "prompt_length")
main.op("Greater", ["temperature", "zero_float"], "is_sampling")
main.op("Gather", ["prompt_ids", axis0], "first_token")
# Closed by a token that nothing equals, so that there is always one to look at.
follow = main.op("Slice", ["prompt_ids", main.ints(1), main.ints(2 ** 31), axis0], "forced_ids")
main.op("Concat", [follow, "draft_ids", main.ints(-1)], "expected", axis=0)
main.op("Sub", [main.op("Size", ["expected"], "expected_size"), "one"], "expected_count")
main.op("ConstantOfShape", [main.const("empty_shape", [heads, 0, size], np.int64)], "empty")
main.op("Loop", ["max_tokens", main.const("true", True, bool), "first_token", "zero", "zero", *["empty"] * len(kinds)], "",
        outputs=["last_token", "last_place", "last_count", *[f"final.{k}" for k in kinds], "kept", "tokens", "logprobs", "watch", "attention"], body=body)
main.save("whisper_greedy",
          [info("cross_keys", T.FLOAT, [layers, heads, size, "n"]), info("cross_values", T.FLOAT, [layers, heads, "n", size]), info("prompt_ids", T.INT64, ["prompt"]),
           info("draft_ids", T.INT64, ["draft"]), info("block", T.INT64, []), info("max_tokens", T.INT64, []), info("suppress", T.FLOAT, [vocab]),
           info("begin_suppress", T.FLOAT, [vocab]), info("temperature", T.FLOAT, []), info("seed", T.FLOAT, []), info("watch_ids", T.INT64, ["watched"])],
          [info("kept", T.INT64, ["passes"]), info("tokens", T.INT64, ["passes", "block"]), info("logprobs", T.FLOAT, ["passes", "block"]),
           info("watch", T.FLOAT, ["passes", "block", "watched"]), info("attention", T.FLOAT, ["passes", "block", len(alignment_heads), "n"])],
          f"{out}/onnx/decoder_greedy_quantized.onnx")


def write(name, value):
    with open(f"{out}/{name}", "w") as file:
        json.dump(value, file, indent=1)


generation = dict(
    alignment_heads=alignment_heads, suppress_tokens=ct2["suppress_ids"], begin_suppress_tokens=ct2["suppress_ids_begin"],
    bos_token_id=end_of_text, eos_token_id=end_of_text, pad_token_id=end_of_text,
    decoder_start_token_id=end_of_text + 1, is_multilingual=multilingual, max_initial_timestamp_index=50,
    max_length=448, no_timestamps_token_id=special["<|notimestamps|>"], prev_sot_token_id=special["<|startofprev|>"], return_timestamps=False)
if multilingual:
    tasks = {task: special[f"<|{task}|>"] for task in ("transcribe", "translate")}
    languages = {k: v for k, v in special.items() if 50259 <= v < 50358 and v not in tasks.values()}
    generation |= dict(lang_to_id=languages, task_to_id=tasks, forced_decoder_ids=[[1, None], [2, tasks["transcribe"]]])
else:
    generation |= dict(forced_decoder_ids=[[1, special["<|notimestamps|>"]]])
write("generation_config.json", generation)
shutil.copy(f"{source_folder}/tokenizer.json", out)
