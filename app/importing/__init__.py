"""Bringing an old register along: from an untidy spreadsheet to visits, persons, handovers and outcomes."""
