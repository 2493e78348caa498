"""Judging one exchange: which clauses it keeps and which it breaks, without any I/O."""

from pytest_linkface.checks._answer import judge
from pytest_linkface.checks._form import no_failure, no_secret
from pytest_linkface.checks._judgement import Expectation, Judgement
from pytest_linkface.checks._success import id_of

__all__ = ["Expectation", "Judgement", "id_of", "judge", "no_failure", "no_secret"]
