"""Servers to judge the contract suite by: a complying one from the manual alone, broken, odd and lying ones.

`reference` has the complying one, `faults` those that break one promise each, `controls` those that choose otherwise
where the manual is silent, `liars` those that do not try. This door imports none: `reference` is also run as a command.
"""
