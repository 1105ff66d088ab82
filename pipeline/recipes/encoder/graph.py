"""The encoder as an ONNX graph, written out: BERT (Devlin et al. 2019), ReLU, linear heads.

Every large product multiplies 8-bit integers with scales fixed beforehand, so that a
sentence gets the same scores whatever is read beside it. An activation's channels are
evened out first (SmoothQuant, Xiao et al. 2023): BERT has a few of a range ten times that
of the rest. Weights have a scale for each output and keep to 7 bits: sums of pairs of
products then fit the 16 bits of processors without VNNI, and all give the same result.
Word embeddings are 8-bit rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


INNER = (1, 3)
"""The layers that a head of grammar reads side by side: the last ones know less of it."""
POSITIONS = 160
"""The longest sequence, in pieces."""
_HEAD_WIDTH = 32
_EPSILON = 1e-12
_MOST = 60.0  # what softmax is taken of is within this on either side: nothing overflows
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

    def evened(self, layer: tuple[Array, Array], product: str) -> tuple[Array, Array]:
        """Return a linear layer whose outputs come evened out for the product after it."""
        even = self.scales[product].even if self.scales else np.ones(1, np.float32)
        weight, bias = layer
        return weight / np.reshape(even, (-1, 1)), bias / even

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
    pieces: their scores stand side by side, in that order; those that read ``INNER`` come last.
    """
    graph = Graph(state, scales)
    extras = further_inputs(state)
    x = _embeddings(graph, extras)
    layers = {key.split(".")[3] for key in state if key.startswith("encoder.encoder.layer.")}
    _attention_inputs(graph, state[_WORDS].shape[1])
    seen = []
    for layer in sorted(layers, key=int):
        x = _layer(graph, x, f"encoder.encoder.layer.{layer}")
        seen.append(x)
    width = state[_WORDS].shape[1]
    outputs = {"vector": (TensorProto.FLOAT, ["batch", width])}
    graph.add("Identity", _mean(graph, x), name="vector")
    last = [head for head in tags if state[f"heads.{head}.weight"].shape[1] == width]
    inner = tags[len(last) :]
    size = _heads(graph, "tags", x, last)
    if inner:
        beside = graph.add("Concat", *(seen[at] for at in INNER), axis=2)
        size += _heads(graph, "inner", beside, inner)
        graph.add("Concat", "tags.scores", "inner.scores", axis=2, name="tags")
    else:
        graph.add("Identity", "tags.scores", name="tags")
    outputs["tags"] = (TensorProto.FLOAT, ["pieces", "batch", size])
    inputs = {n: (TensorProto.INT64, ["batch", "pieces"]) for n in ("ids", *extras)}
    inputs["length"] = (TensorProto.INT32, ["batch"])
    return graph.model(inputs, outputs), graph.inputs


def _heads(graph: Graph, name: str, x: str, heads: Sequence[str]) -> int:
    """Add the scores of some heads side by side; returns how many there are."""
    rows = [graph.layer(f"heads.{head}") for head in heads]
    weight, bias = (np.concatenate(both) for both in zip(*rows, strict=True))
    exact = graph.add("MatMul", x, graph.weight(f"{name}.weight", weight.T))
    graph.add("Add", exact, graph.weight(f"{name}.bias", bias), name=f"{name}.scores")
    return len(bias)


_WORDS = "encoder.embeddings.word_embeddings.weight"


def further_inputs(state: Mapping[str, Array]) -> list[str]:
    """Return the names of the embeddings that are added to those of the pieces."""
    return sorted(key.removesuffix(".weight") for key in state if key.count(".") == 1)


def _embeddings(graph: Graph, extras: list[str]) -> str:
    state, prefix = graph.state, "encoder.embeddings."
    whole, scales = integers(state[_WORDS], 127)
    turned = {name: graph.add("Transpose", name, perm=[1, 0]) for name in ("ids", *extras)}
    rows = graph.add("Gather", graph.weight("words", whole), turned["ids"])
    scale = graph.add("Gather", graph.weight("words.scale", scales), turned["ids"])
    x = graph.add("Mul", graph.add("Cast", rows, to=TensorProto.FLOAT), scale)
    for extra in extras:
        table = graph.weight(f"{extra}.rows", state[f"{extra}.weight"])
        x = graph.add("Add", x, graph.add("Gather", table, turned[extra]))
    positions = state[f"{prefix}position_embeddings.weight"][:POSITIONS]
    positions = positions + state[f"{prefix}token_type_embeddings.weight"][0]
    positions = positions[:, None]
    zero = graph.weight("first", np.array([0]))
    pieces = graph.add("Shape", "ids", start=1, end=2)
    some = graph.add("Slice", graph.weight("positions", positions), zero, pieces, zero)
    return graph.norm(graph.add("Add", x, some), f"{prefix}LayerNorm")


def _attention_inputs(graph: Graph, width: int) -> None:
    """Add which pieces are no padding, and the shapes that every layer wants.

    Attention is written out: the operator that does it all is a quarter slower on short
    sequences, which are most. Pieces come before sequences, so that heads need not be
    brought together by copying.
    """
    graph.weight("split", np.array([0, -1, _HEAD_WIDTH]))
    rows, pieces = (graph.add("Shape", "ids", start=at, end=at + 1) for at in (0, 1))
    end = graph.weight("width", np.array([width]))
    graph.add("Concat", pieces, rows, end, axis=0, name="joined")
    heads = graph.weight("heads", np.array([-1, width // _HEAD_WIDTH]))
    graph.add("Concat", heads, pieces, pieces, axis=0, name="apart")
    some, single = graph.weight("some", np.array([-1])), graph.weight("single", np.array([1]))
    graph.add("Concat", some, pieces, single, axis=0, name="sums")
    zero, one = graph.weight("zero", np.array(0)), graph.weight("one", np.array(1))
    numbers = graph.add("Range", zero, graph.add("Squeeze", pieces), one)
    graph.add("Unsqueeze", numbers, graph.weight("second", np.array([1])), name="number")
    length = graph.add("Cast", "length", to=TensorProto.INT64, name="lengths")
    inside = graph.add("Cast", graph.add("Less", "number", length), to=TensorProto.FLOAT)
    graph.add("Unsqueeze", inside, graph.weight("last", np.array([2])), name="inside")
    keys = graph.add("Transpose", inside, perm=[1, 0])
    graph.add("Unsqueeze", keys, graph.weight("middle", np.array([1, 3])), name="keys")
    graph.weight("least", np.float32(-_MOST))
    graph.weight("most", np.float32(_MOST))


def _layer(graph: Graph, x: str, name: str) -> str:
    attention, own = f"{name}.attention", f"{name}.attention.self"
    out = f"{attention}.output.dense"
    layers = {f"{own}.{part}": graph.layer(f"{own}.{part}") for part in ("query", "key", "value")}
    # What is attended to is a mean of values: these come evened out for the product after it.
    layers[f"{own}.value"] = graph.evened(layers[f"{own}.value"], out)
    q, k, v = graph.products(x, layers)
    v = graph.add("Mul", v, "inside")
    q, k, v = (graph.add("Reshape", y, "split") for y in (q, k, v))
    turned: dict[str, Any] = {"domain": _ORT, "transBatchB": 1}
    scale: dict[str, Any] = {"alpha": _HEAD_WIDTH**-0.5, "transB": 1, "transBatchA": 1}
    near = graph.add("FusedMatMul", q, k, **scale, **turned)
    # Softmax, but for the division, which is cheaper after the product.
    near = graph.add("Exp", graph.add("Clip", near, "least", "most"))
    seen = graph.add("FusedMatMul", near, v, **turned)
    total = graph.add("MatMul", graph.add("Reshape", near, "apart"), "keys")
    total = graph.add("Reshape", total, "sums")
    seen = graph.add("Transpose", graph.add("Div", seen, total), perm=[1, 0, 2])
    seen = graph.dense(graph.add("Reshape", seen, "joined"), out, divided=True)
    x = graph.norm(graph.add("Add", x, seen), f"{attention}.output.LayerNorm")
    inner, outer = f"{name}.intermediate.dense", f"{name}.output.dense"
    # Integers from 0 on are what ReLU lets through.
    y = graph.products(x, {inner: graph.evened(graph.layer(inner), outer)})[0]
    if graph.scales is None:
        y = graph.add("Relu", y)
    y = graph.dense(y, outer, divided=True)
    return graph.norm(graph.add("Add", x, y), f"{name}.output.LayerNorm")


def _mean(graph: Graph, x: str) -> str:
    """Add the mean over the pieces of each sequence, padding left out.

    Running sums, of which the last piece's is taken: padding after it changes no bit, as it
    would where a sum is taken in blocks.
    """
    first = graph.weight("along", np.array(0))
    ends = graph.add("Equal", "number", graph.add("Sub", "lengths", "one"))
    ends = graph.add("Unsqueeze", graph.add("Cast", ends, to=TensorProto.FLOAT), "last")
    sums = graph.add("Mul", graph.add("CumSum", x, first), ends)
    total = graph.add("ReduceSum", sums, "first", keepdims=0)
    length = graph.add("Cast", graph.add("Unsqueeze", "lengths", "second"), to=TensorProto.FLOAT)
    return str(graph.add("Div", total, length))
