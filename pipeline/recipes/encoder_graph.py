"""The encoder as an ONNX graph, written out: BERT (Devlin et al. 2019) with linear heads.

Every large product multiplies 8-bit integers with scales fixed beforehand, so that a
sentence gets the same scores whatever is read beside it. An activation's channels are
evened out first (SmoothQuant, Xiao et al. 2023): BERT has a few of a range ten times that
of the rest. Weights have a scale for each output and keep to 7 bits: sums of pairs of
products then fit the 16 bits of processors without VNNI, and all give the same result.
Word embeddings are 8-bit rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper, numpy_helper

Array = NDArray[Any]
Ranges = Mapping[str, tuple[Array, Array]]
"""The least and greatest value of every channel of the input of a product, by its name."""

POSITIONS = 160
"""The longest sequence, in pieces."""
_HEAD_WIDTH = 32
_EPSILON = 1e-12
_EVENING = 0.7  # 0 leaves the channels as they are, 1 gives them one range
_ORT = "com.microsoft"


class Graph:
    """Nodes and weights in the order they are added; ``ranges`` of ``None`` quantises nothing."""

    def __init__(self, state: Mapping[str, Array], ranges: Ranges | None) -> None:
        self.state, self.ranges = state, ranges
        self.products: dict[str, str] = {}
        self._nodes: list[Any] = []
        self._weights: dict[str, Any] = {}

    def weight(self, name: str, values: Any) -> str:
        """Add a constant and return its name."""
        self._weights[name] = numpy_helper.from_array(np.array(values, order="C"), name)
        return name

    def add(self, kind: str, *inputs: str, outputs: int = 1, name: str = "", **more: Any) -> Any:
        """Add a node; returns its output's name, or the list of them."""
        names = [name or f"{kind}{len(self._nodes)}"]
        names += [f"{names[0]}.{i}" for i in range(1, outputs)]
        self._nodes.append(helper.make_node(kind, list(inputs), names, **more))
        return names if outputs > 1 else names[0]

    def product(self, x: str, name: str, weight: Array, bias: Array) -> str:
        """Add ``x @ weight.T + bias``, of integers if the range of ``x`` is known."""
        self.products[name] = x
        bias_name = self.weight(f"{name}.bias", bias)
        if self.ranges is None:
            exact = self.add("MatMul", x, self.weight(f"{name}.weight", weight.T))
            return str(self.add("Add", exact, bias_name))
        low, high = self.ranges[name]
        even = np.maximum(np.maximum(-low, high), 1e-3) ** _EVENING
        x = self.add("Mul", x, self.weight(f"{name}.even", (1 / even).astype(np.float32)))
        least = min(0.0, float((low / even).min()))
        span = max(0.0, float((high / even).max())) - least
        scale = self.weight(f"{name}.scale", np.float32(span / 255))
        zero = self.weight(f"{name}.zero", np.uint8(round(-least / span * 255)))
        whole, scales = integers(weight * even, 64)
        return str(
            self.add(
                "MatMulIntegerToFloat",
                self.add("QuantizeLinear", x, scale, zero),
                self.weight(f"{name}.weight", whole.T),
                scale,
                self.weight(f"{name}.scales", scales[:, 0]),
                zero,
                "",
                bias_name,
                domain=_ORT,
            )
        )

    def norm(self, x: str, name: str) -> str:
        """Add a layer normalisation."""
        gain, bias = (self.weight(f"{name}.{k}", self.state[f"{name}.{k}"]) for k in _WB)
        return str(self.add("LayerNormalization", x, gain, bias, epsilon=_EPSILON))

    def dense(self, x: str, *names: str) -> str:
        """Add the linear layers of these names side by side."""
        weight, bias = (np.concatenate([self.state[f"{n}.{k}"] for n in names]) for k in _WB)
        return self.product(x, names[0], weight, bias)

    def model(self, inputs: Mapping[str, Any], outputs: Mapping[str, Any]) -> ModelProto:
        """Return the model; inputs and outputs are (element type, shape) by name."""
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info(n, *of) for n, of in inputs.items()],
            [helper.make_tensor_value_info(n, *of) for n, of in outputs.items()],
            list(self._weights.values()),
        )
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_ORT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)


_WB = ("weight", "bias")


def integers(rows: Array, most: int) -> tuple[Array, Array]:
    """Return rows as integers up to ``most``, and the scale of each."""
    scales = np.maximum(np.abs(rows).max(1, keepdims=True), 1e-12) / most
    return np.rint(rows / scales).astype(np.int8), scales.astype(np.float32)


def build(
    state: Mapping[str, Array], tags: list[str], ranges: Ranges | None
) -> tuple[ModelProto, dict[str, str]]:
    """Return the model and, by the name of each product, the name of its input.

    ``state`` has the encoder's weights under ``encoder.``, further embeddings such as
    ``terms.weight`` and ``heads.NAME.weight``. ``tags`` are the heads over
    pieces: their scores stand side by side, in that order.
    """
    graph = Graph(state, ranges)
    extras = further_inputs(state)
    x = _embeddings(graph, extras)
    layers = {key.split(".")[3] for key in state if key.startswith("encoder.encoder.layer.")}
    for layer in sorted(layers, key=int):
        x = _layer(graph, x, f"encoder.encoder.layer.{layer}")
    outputs = {"vector": (TensorProto.FLOAT, ["batch", state[_WORDS].shape[1]])}
    graph.add("Identity", _mean(graph, x), name="vector")
    weight, bias = (np.concatenate([state[f"heads.{head}.{k}"] for head in tags]) for k in _WB)
    exact = graph.add("MatMul", x, graph.weight("tags.weight", weight.T))
    graph.add("Add", exact, graph.weight("tags.bias", bias), name="tags")
    outputs["tags"] = (TensorProto.FLOAT, ["batch", "pieces", len(bias)])
    inputs = {n: (TensorProto.INT64, ["batch", "pieces"]) for n in ("ids", *extras)}
    inputs["length"] = (TensorProto.INT32, ["batch"])
    return graph.model(inputs, outputs), graph.products


_WORDS = "encoder.embeddings.word_embeddings.weight"


def further_inputs(state: Mapping[str, Array]) -> list[str]:
    """Return the names of the embeddings that are added to those of the pieces."""
    return sorted(key.removesuffix(".weight") for key in state if key.count(".") == 1)


def _embeddings(graph: Graph, extras: list[str]) -> str:
    state, prefix = graph.state, "encoder.embeddings."
    whole, scales = integers(state[_WORDS], 127)
    rows = graph.add("Gather", graph.weight("words", whole), "ids")
    scale = graph.add("Gather", graph.weight("words.scale", scales), "ids")
    x = graph.add("Mul", graph.add("Cast", rows, to=TensorProto.FLOAT), scale)
    for extra in extras:
        table = graph.weight(f"{extra}.rows", state[f"{extra}.weight"])
        x = graph.add("Add", x, graph.add("Gather", table, extra))
    positions = state[f"{prefix}position_embeddings.weight"][:POSITIONS]
    positions = positions + state[f"{prefix}token_type_embeddings.weight"][0]
    zero = graph.weight("first", np.array([0]))
    pieces = graph.add("Shape", "ids", start=1, end=2)
    some = graph.add("Slice", graph.weight("positions", positions), zero, pieces, zero)
    return graph.norm(graph.add("Add", x, some), f"{prefix}LayerNorm")


def _layer(graph: Graph, x: str, name: str) -> str:
    attention, own = f"{name}.attention", f"{name}.attention.self"
    # One product for the three, split after it.
    width = graph.state[f"{own}.query.weight"].shape[0]
    three = graph.dense(x, f"{own}.query", f"{own}.key", f"{own}.value")
    sizes = graph.weight(f"{own}.sizes", np.array([width] * 3))
    q, k, v = graph.add("Split", three, sizes, outputs=3, axis=-1)
    heads = width // _HEAD_WIDTH
    seen = graph.add("MultiHeadAttention", q, k, v, "", "length", domain=_ORT, num_heads=heads)
    seen = graph.dense(seen, f"{attention}.output.dense")
    x = graph.norm(graph.add("Add", x, seen), f"{attention}.output.LayerNorm")
    inner = graph.add("Gelu", graph.dense(x, f"{name}.intermediate.dense"), domain=_ORT)
    outer = graph.dense(inner, f"{name}.output.dense")
    return graph.norm(graph.add("Add", x, outer), f"{name}.output.LayerNorm")


def _mean(graph: Graph, x: str) -> str:
    """Add the mean over the pieces of each sequence, padding left out."""
    pieces = graph.add("Squeeze", graph.add("Shape", "ids", start=1, end=2))
    zero, one = graph.weight("zero", np.array(0)), graph.weight("one", np.array(1))
    numbers = graph.add("Range", zero, pieces, one)
    rows, last = graph.weight("rows", np.array([1])), graph.weight("last", np.array([2]))
    length = graph.add("Unsqueeze", graph.add("Cast", "length", to=TensorProto.INT64), rows)
    inside = graph.add("Cast", graph.add("Less", numbers, length), to=TensorProto.FLOAT)
    kept = graph.add("Mul", x, graph.add("Unsqueeze", inside, last))
    total = graph.add("ReduceSum", kept, rows, keepdims=0)
    return str(graph.add("Div", total, graph.add("Cast", length, to=TensorProto.FLOAT)))
