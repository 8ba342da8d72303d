"""Particles in names of people (van den, El, Aït): one list for searching and for writing.

A name is normalised for two purposes: app.people.search.name_parts makes words to find it by,
app.records.register_import.parsing.name_parser spells it as people do.
"""

_BOTH_WORDS = """
van vande vanden vander vd de den der het te ten ter tot op aan in bij uit voor onder over von zu zum zur
da do dos das di del della des du la le les los las bin bint ibn
"""
_OPTIONAL_WORDS = "al el ul as ad ar an ash ait ould ouled ben bel bou abu abou abd abdel abdul abdoel oum umm of"
_LOWERCASE_WORDS = "'t 's 'n d' vom e i y af av v.d. v.d v/d"
_BOTH = frozenset(_BOTH_WORDS.split())

# Folded words that people leave out of a name: a search finds the name without them.
OPTIONAL_WORDS = _BOTH.union(_OPTIONAL_WORDS.split())
# Folded words without a capital in the middle of a name. Arabic ones keep theirs: El Amrani, Aït Taleb.
LOWERCASE_WORDS = _BOTH.union(_LOWERCASE_WORDS.split())
