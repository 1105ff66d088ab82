"""Sentences about other species: what is put in their place, and what stays."""

from pipeline.recipes.encoder.species import renamed, species_names

ROWS = [
    (
        ["E", ".", "coli", "and", "mice", ";", "mice"],
        ["B-Species", "I-Species", "I-Species", "O", "B-Species", "O", "B-Species"],
    ),
    (["No", "name", "."], ["O", "O", "O"]),
]


def test_names_in_two_words_are_told_from_the_others() -> None:
    labels = ["Felis catus", "Woodpeckers", "Felis catus", "Influenza A virus", "Fir", "Pinus"]
    assert species_names(labels) == (["Felis catus"], ["Pinus", "Woodpeckers"])


def test_another_species_takes_the_place_of_each_name() -> None:
    found = renamed(ROWS * 40, ["Felis catus"], ["Woodpeckers", "Scots Pines"])
    assert len(found) == 40
    every = {" ".join(words) for words, _ in found}
    assert len(every) > 3
    for words, tags in found:
        assert len(words) == len(tags)
        names = [i for i, tag in enumerate(tags) if tag == "B-Species"]
        first, second, third = ([*names, len(tags)][i : i + 2] for i in range(3))
        assert words[second[0] : third[0] - 1] == words[third[0] :]  # the same name, the same other
        text = " ".join(words).lower()
        assert "mice" not in text and "coli" not in text
        assert all(tag in {"O", "B-Species", "I-Species"} for tag in tags)
        assert first[0] == 0 and tags[second[0] - 1] == "O"


def test_the_choice_is_seeded() -> None:
    names = ["Felis catus"], ["Woodpeckers", "Pines"]
    assert renamed(ROWS, *names) == renamed(ROWS, *names)
