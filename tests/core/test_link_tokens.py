"""Tokens: nothing that is kept opens anything, and each opens one row."""

from app.accounts.models import LinkPurpose, OneTimeLink
from app.core.ids import digest
from app.core.link_tokens import find_by_token, make_token
from tests.world import NOON


def test_each_token_is_new_and_kept_as_its_digest_only():
    tokens = [make_token() for _ in range(9)]
    assert len({token.secret for token in tokens}) == 9
    assert all(len(token.secret) == 43 and token.hash == digest(token.secret) != token.secret for token in tokens)


def test_a_secret_made_elsewhere_gets_a_token_as_well():
    assert make_token("abcd2345") == ("abcd2345", digest("abcd2345"))


def test_a_token_opens_its_row_under_its_conditions_and_what_is_kept_opens_nothing(db):
    token, other = make_token(), make_token()
    rows = [
        OneTimeLink(token_hash=t.hash, purpose=LinkPurpose.SETUP, made_at=NOON, expires_at=NOON) for t in (token, other)
    ]
    db.add_all(rows)
    db.flush()
    assert find_by_token(db, OneTimeLink, token.secret) is rows[0]
    assert find_by_token(db, OneTimeLink, token.secret, OneTimeLink.expires_at > NOON) is None
    assert find_by_token(db, OneTimeLink, token.hash) is None
    assert find_by_token(db, OneTimeLink, "") is None
