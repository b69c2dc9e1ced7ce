# SPDX-License-Identifier: Apache-2.0
"""all-MiniLM-L6-v2 as an ONNX graph, as PyTorch's exporter draws it, and its dynamic int8 form by onnxruntime."""
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

sys.path.insert(0, __file__.rsplit("/", 3)[0] + "/tools/embed")
from reference import load_safetensors  # noqa: E402


class Graph:
    def __init__(self, tensors):
        self.tensors, self.nodes, self.constants, self.count = tensors, [], [], 0

    def constant(self, value):
        self.count += 1
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), "c%d" % self.count))
        return "c%d" % self.count

    def op(self, kind, *inputs, **attributes):
        self.count += 1
        out = "t%d" % self.count
        self.nodes.append(helper.make_node(kind, list(inputs), [out], **attributes))
        return out

    def linear(self, x, name):
        product = self.op("MatMul", x, self.constant(self.tensors[name + ".weight"].T))
        return self.op("Add", product, self.constant(self.tensors[name + ".bias"]))

    def norm(self, x, name):
        return self.op("LayerNormalization", x, self.constant(self.tensors[name + ".weight"]),
                       self.constant(self.tensors[name + ".bias"]), axis=-1, epsilon=1e-12)

    def heads(self, x, name, order):
        x = self.op("Reshape", self.linear(x, name), self.constant(np.array([0, 0, 12, 32], np.int64)))
        return self.op("Transpose", x, perm=order)

    def layer(self, x, i):
        at = "encoder.layer.%d." % i
        q = self.heads(x, at + "attention.self.query", [0, 2, 1, 3])
        k = self.heads(x, at + "attention.self.key", [0, 2, 3, 1])
        v = self.heads(x, at + "attention.self.value", [0, 2, 1, 3])
        scores = self.op("Div", self.op("MatMul", q, k), self.constant(np.array(np.sqrt(32), np.float32)))
        mixed = self.op("MatMul", self.op("Softmax", scores, axis=-1), v)
        mixed = self.op("Reshape", self.op("Transpose", mixed, perm=[0, 2, 1, 3]),
                        self.constant(np.array([0, 0, 384], np.int64)))
        out = self.linear(mixed, at + "attention.output.dense")
        x = self.norm(self.op("Add", out, x), at + "attention.output.LayerNorm")
        inner = self.linear(x, at + "intermediate.dense")
        half = self.op("Erf", self.op("Div", inner, self.constant(np.array(np.sqrt(2), np.float32))))
        half = self.op("Add", half, self.constant(np.array(1, np.float32)))
        inner = self.op("Mul", self.op("Mul", inner, half), self.constant(np.array(0.5, np.float32)))
        out = self.linear(inner, at + "output.dense")
        return self.norm(self.op("Add", out, x), at + "output.LayerNorm")

    def build(self):
        t = self.tensors
        places = t["embeddings.position_embeddings.weight"] + t["embeddings.token_type_embeddings.weight"][0]
        words = self.op("Gather", self.constant(t["embeddings.word_embeddings.weight"]), "ids")
        length = self.op("Slice", self.op("Shape", "ids"), self.constant(np.array([1], np.int64)),
                         self.constant(np.array([2], np.int64)))
        position = self.op("Slice", self.constant(places), self.constant(np.array([0], np.int64)), length,
                           self.constant(np.array([0], np.int64)))
        x = self.norm(self.op("Add", words, position), "embeddings.LayerNorm")
        for i in range(6):
            x = self.layer(x, i)
        mean = self.op("ReduceMean", x, axes=[1], keepdims=0)
        self.nodes.append(helper.make_node("LpNormalization", [mean], ["vector"], axis=-1, p=2))
        graph = helper.make_graph(
            self.nodes, "minilm", [helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"])],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["batch", 384])], self.constants)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def main():
    folder, fp32, int8 = sys.argv[1:]
    onnx.save(Graph(load_safetensors(folder + "/model.safetensors")).build(), fp32)
    quantize_dynamic(fp32, int8, weight_type=QuantType.QInt8, per_channel=True)


if __name__ == "__main__":
    main()
