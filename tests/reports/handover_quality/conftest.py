import pytest

from tests.reports.reported_rows import ReportedRows


@pytest.fixture
def life(world) -> ReportedRows:
    return ReportedRows(world)
