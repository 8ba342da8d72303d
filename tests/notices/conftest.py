from tests.post.conftest import begin, down, server  # noqa: F401  mail that is on
