"""All servers that break one promise of the manual each, by name."""

from collections.abc import Mapping

from . import (
    _faults_of_accounts,
    _faults_of_answers,
    _faults_of_arithmetic,
    _faults_of_caches,
    _faults_of_company,
    _faults_of_corners,
    _faults_of_decoders,
    _faults_of_handling,
    _faults_of_ids,
    _faults_of_memory,
    _faults_of_neighbours,
    _faults_of_pictures,
    _faults_of_sources,
    _faults_of_statuses,
    _faults_of_text,
    _faults_of_turning,
    _faults_of_wires,
    _faults_of_writing,
)
from ._fault import Fault

ALL: tuple[Fault, ...] = (
    *_faults_of_pictures.FAULTS,
    *_faults_of_turning.FAULTS,
    *_faults_of_statuses.FAULTS,
    *_faults_of_answers.FAULTS,
    *_faults_of_writing.FAULTS,
    *_faults_of_sources.FAULTS,
    *_faults_of_ids.FAULTS,
    *_faults_of_company.FAULTS,
    *_faults_of_corners.FAULTS,
    *_faults_of_memory.FAULTS,
    *_faults_of_wires.FAULTS,
    *_faults_of_neighbours.FAULTS,
    *_faults_of_accounts.FAULTS,
    *_faults_of_arithmetic.FAULTS,
    *_faults_of_caches.FAULTS,
    *_faults_of_decoders.FAULTS,
    *_faults_of_handling.FAULTS,
    *_faults_of_text.FAULTS,
)

FAULTS: Mapping[str, Fault] = {fault.name: fault for fault in ALL}
"""Every fault by its name."""

CORNERS: frozenset[str] = frozenset(
    fault.name
    for part in (
        _faults_of_corners,
        _faults_of_memory,
        _faults_of_wires,
        _faults_of_neighbours,
        _faults_of_accounts,
        _faults_of_arithmetic,
        _faults_of_caches,
        _faults_of_decoders,
        _faults_of_handling,
        _faults_of_text,
    )
    for fault in part.FAULTS
)
"""Those that the battery does not provoke: that the suite names them shows that they differ on the wire."""

ONE_OF_EACH: Mapping[str, Fault] = {
    fault.name: fault for fault in {fault.clause: fault for fault in reversed(ALL)}.values()
}
"""One fault for each promise, for where there is no time for all."""

__all__ = ["CORNERS", "FAULTS", "ONE_OF_EACH", "Fault"]
