"""Marks that several files share."""

import pytest

in_both_currencies = pytest.mark.parametrize("currency", ["native", "token"], indirect=True)
