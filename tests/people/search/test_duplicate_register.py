"""Finding duplicates in a small invented register, written the way a shop's own is."""

from app.people.search.rules import CERTAIN
from tests.bench.doubles import entry, linked, precision_and_recall

# The person, then how they were recorded: name, year of birth, phone, street.
REGISTER = """
1;Nadia Tahiri;1984;06-11990001;Tigrisdreef
1;TAHIRI, NADIA;'84;;
1;N. Tahiri;;+31611990001;
1;Nadya Tahiri;1984;;Tigrisdreef
2;Nadia Tahiri;1999;06 11 99 00 02;Nigerdreef
2;nadia tahiri;'99;;Nigerdreef
3;Ahmed El Khattabi;1971;0611990003;
3;ahmed el-khattabi;;06-11990003;Ivoordreef
3;Khattabi, Ahmed El;1971;;Ivoordreef
3;Achmed Elkhattabi;'71;;
4;Rachid Bakkali;1990;;Ibisdreef
5;Rachida Bakkali;1990;;Ibisdreef
6;Moh. Chaoui;1965;;
6;Mohammed Chaoui;'65;06 1199 0006;
7;Daan van der Wal;1988;06-11990007;
7;D. v.d. Wal;;0611990007;
8;Daan de Wal;1951;06-11990008;
9;Onur Çelik;;;
10;Onur Çelik;2001;;
"""


def test_duplicates_in_the_register_are_found_and_nobody_else():
    rows = [line.split(";") for line in REGISTER.strip().splitlines()]
    persons = [row[0] for row in rows]
    assert precision_and_recall(linked([entry(*row[1:]) for row in rows], CERTAIN), persons) == (1.0, 1.0)


def test_precision_and_recall_are_over_pairs():
    assert precision_and_recall([1, 1, 1, 2], "aabb") == (1 / 3, 1 / 2)
