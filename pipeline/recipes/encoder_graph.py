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
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper, numpy_helper

Array = NDArray[Any]


class Scale(NamedTuple):
    """How the input of a product becomes integers: x / even / size + zero."""

    even: Array
    size: float
    zero: int


POSITIONS = 160
"""The longest sequence, in pieces."""
_HEAD_WIDTH = 32
_SWAP = [0, 2, 1, 3]  # heads before pieces, and back
_EPSILON = 1e-12
_ORT = "com.microsoft"


class Graph:
    """Nodes and weights in the order they are added; ``scales`` of ``None`` quantises nothing."""

    def __init__(self, state: Mapping[str, Array], scales: Mapping[str, Scale] | None) -> None:
        self.state, self.scales = state, scales
        self.inputs: dict[str, str] = {}
        self._nodes: list[Any] = []
        self._weights: dict[str, Any] = {}

    def weight(self, name: str, values: Any) -> str:
        """Add a constant and return its name; floating-point numbers are of 32 bits."""
        values = np.array(values, order="C")
        if values.dtype == np.float64:
            values = values.astype(np.float32)
        self._weights[name] = numpy_helper.from_array(values, name)
        return name

    def add(self, kind: str, *inputs: str, outputs: int = 1, name: str = "", **more: Any) -> Any:
        """Add a node; returns its output's name, or the list of them."""
        names = [name or f"{kind}{len(self._nodes)}"]
        names += [f"{names[0]}.{i}" for i in range(1, outputs)]
        self._nodes.append(helper.make_node(kind, list(inputs), names, **more))
        return names if outputs > 1 else names[0]

    def products(
        self, x: str, layers: Mapping[str, tuple[Array, Array]], divided: bool = False
    ) -> list[str]:
        """Add ``x @ weight.T + bias`` for each layer, of integers if the scale of ``x`` is known.

        ``divided``: the channels of ``x`` come evened out; else that is done here.
        """
        first = next(iter(layers))
        self.inputs[first] = x
        if self.scales is None:
            return [self._exact(x, name, *layer) for name, layer in layers.items()]
        even, size, nought = self.scales[first]
        if not divided:
            x = self.add("Mul", x, self.weight(f"{first}.even", (1 / even).astype(np.float32)))
        scale = self.weight(f"{first}.scale", np.float32(size))
        zero = self.weight(f"{first}.zero", np.uint8(nought))
        x = self.add("QuantizeLinear", x, scale, zero)
        found = []
        for name, (weight, bias) in layers.items():
            whole, scales = integers(weight * even, 64)
            rows = self.weight(f"{name}.weight", whole.T)
            factors = self.weight(f"{name}.scales", scales[:, 0])
            added = self.weight(f"{name}.bias", bias)
            given = [x, rows, scale, factors, zero, "", added]
            found.append(str(self.add("MatMulIntegerToFloat", *given, domain=_ORT)))
        return found

    def _exact(self, x: str, name: str, weight: Array, bias: Array) -> str:
        product = self.add("MatMul", x, self.weight(f"{name}.weight", weight.T))
        return str(self.add("Add", product, self.weight(f"{name}.bias", bias)))

    def norm(self, x: str, name: str) -> str:
        """Add a layer normalisation."""
        gain, bias = (self.weight(f"{name}.{k}", self.state[f"{name}.{k}"]) for k in _WB)
        return str(self.add("LayerNormalization", x, gain, bias, epsilon=_EPSILON))

    def layer(self, name: str) -> tuple[Array, Array]:
        """Return the weight and the bias of a linear layer."""
        return self.state[f"{name}.weight"], self.state[f"{name}.bias"]

    def dense(self, x: str, name: str, divided: bool = False) -> str:
        """Add a linear layer."""
        return self.products(x, {name: self.layer(name)}, divided)[0]

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
    state: Mapping[str, Array], tags: list[str], scales: Mapping[str, Scale] | None
) -> tuple[ModelProto, dict[str, str]]:
    """Return the model and, by the name of each product, the name of its input.

    ``state`` has the encoder's weights under ``encoder.``, further embeddings such as
    ``terms.weight`` and ``heads.NAME.weight``. ``tags`` are the heads over
    pieces: their scores stand side by side, in that order.
    """
    graph = Graph(state, scales)
    extras = further_inputs(state)
    x = _embeddings(graph, extras)
    layers = {key.split(".")[3] for key in state if key.startswith("encoder.encoder.layer.")}
    _attention_inputs(graph, state[_WORDS].shape[1])
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
    return graph.model(inputs, outputs), graph.inputs


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


def _attention_inputs(graph: Graph, width: int) -> None:
    """Add which pieces are padding, and the shapes that every layer wants.

    Attention is written out: the operator that does it all is a quarter slower on short
    sequences, which are most.
    """
    heads = width // _HEAD_WIDTH
    graph.weight("split", np.array([0, 0, heads, _HEAD_WIDTH]))
    graph.weight("joined", np.array([0, 0, width]))
    pieces = graph.add("Squeeze", graph.add("Shape", "ids", start=1, end=2))
    zero, one = graph.weight("zero", np.array(0)), graph.weight("one", np.array(1))
    numbers = graph.add("Range", zero, pieces, one, name="number")
    length = graph.add("Cast", "length", to=TensorProto.INT64)
    rows = graph.add("Unsqueeze", length, graph.weight("rows", np.array([1])))
    inside = graph.add("Less", numbers, rows)
    never = graph.weight("never", np.float32(-1e4))
    outside = graph.add("Cast", graph.add("Not", inside), to=TensorProto.FLOAT)
    outside = graph.add("Unsqueeze", outside, graph.weight("middle", np.array([1, 2])))
    graph.add("Mul", outside, never, name="padding")


def _layer(graph: Graph, x: str, name: str) -> str:
    attention, own = f"{name}.attention", f"{name}.attention.self"
    out = f"{attention}.output.dense"
    # What is attended to is a mean of values: these come evened out for the product after it.
    even = graph.scales[out].even if graph.scales else np.ones(1, np.float32)
    layers = {f"{own}.{part}": graph.layer(f"{own}.{part}") for part in ("query", "key", "value")}
    weight, bias = layers[f"{own}.value"]
    layers[f"{own}.value"] = (weight / np.reshape(even, (-1, 1)), bias / even)
    q, k, v = graph.products(x, layers)
    q, k, v = (
        graph.add("Transpose", graph.add("Reshape", y, "split"), perm=_SWAP) for y in (q, k, v)
    )
    near = graph.add("FusedMatMul", q, k, domain=_ORT, transB=1, alpha=_HEAD_WIDTH**-0.5)
    near = graph.add("Softmax", graph.add("Add", near, "padding"), axis=-1)
    seen = graph.add("Transpose", graph.add("MatMul", near, v), perm=_SWAP)
    seen = graph.add("Reshape", seen, "joined")
    seen = graph.dense(seen, out, divided=True)
    x = graph.norm(graph.add("Add", x, seen), f"{attention}.output.LayerNorm")
    inner = graph.add("Gelu", graph.dense(x, f"{name}.intermediate.dense"), domain=_ORT)
    outer = graph.dense(inner, f"{name}.output.dense")
    return graph.norm(graph.add("Add", x, outer), f"{name}.output.LayerNorm")


def _mean(graph: Graph, x: str) -> str:
    """Add the mean over the pieces of each sequence, padding left out.

    Running sums, of which the last piece's is taken: padding after it changes no bit, as it
    would where a sum is taken in blocks.
    """
    rows, last = graph.weight("rows", np.array([1])), graph.weight("last", np.array([2]))
    sums = graph.add("CumSum", x, graph.weight("along", np.array(1)))
    length = graph.add("Unsqueeze", graph.add("Cast", "length", to=TensorProto.INT64), rows)
    ends = graph.add("Equal", "number", graph.add("Sub", length, rows))
    ends = graph.add("Unsqueeze", graph.add("Cast", ends, to=TensorProto.FLOAT), last)
    total = graph.add("ReduceSum", graph.add("Mul", sums, ends), rows, keepdims=0)
    return str(graph.add("Div", total, graph.add("Cast", length, to=TensorProto.FLOAT)))
