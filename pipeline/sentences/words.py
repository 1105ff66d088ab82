"""Word lists of the sentence splitter: abbreviations, and how sentences open.

The kinds follow pySBD's lists (Sadvilkar and Neumann 2020); the words are those of
health and science writing in English.
"""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Words before a stop: lower case, dots inside kept, the last dot left out.
NEVER_LAST = _words(
    "dr drs mr mrs ms prof mt gen rep sen gov capt lt col sgt rev hon messrs mme e.g i.e cf viz "
    "eg ie vs approx resp esp incl fig figs eq eqs eqn ref refs suppl supp tab sect var ssp subsp "
    "spp op.cit n°"
)
NEVER_BEFORE_NUMBER = _words(
    "no nos n p pp vol vols ch chr chap sec art pt ed eds nr par para app ex c ca est jan feb mar "
    "apr jun jul aug sep sept oct nov dec"
)
# These may end a sentence, but only a typical opening after them says so.
MAYBE_LAST = _words(
    "al jr sr inc ltd co corp bros st ave blvd rd a.m p.m ph.d phd b.sc m.sc d.phil sp dept univ "
    "assn govt jan feb mar apr jun jul aug sep sept oct nov dec"
)
OPENINGS = _words(
    "a about according after all also although among an and another any are as at because before "
    "both but by can compared consequently could despite do does during each even finally first "
    "following for from further furthermore given have he hence her here his how however i if "
    "importantly in indeed instead interestingly is it its just later like many meanwhile more "
    "moreover most much my neither nevertheless new no none nor not notably now of on once one "
    "only other others our over overall patients people perhaps please recently researchers "
    "scientists second several she similarly since so some still studies such taken than that the "
    "their them then there these they this those though three through thus to today together two "
    "under unfortunately unlike until using was we were what when where whether which while who "
    "why will with within without would yes yet you your"
)
PRONOUNS = _words("i you he she it we they this these there my our the")
# A letter after these is a name, not someone's initial: "vitamin K. Mice".
LETTERED = _words(
    "vitamin vitamins hepatitis type types group groups class category plan part panel phase "
    "factor influenza protein immunoglobulin figure table appendix grade stage substance complex "
    "interferon chromosome arm arms cohort strain serotype haemophilia hemophilia"
)
