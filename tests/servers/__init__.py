"""Servers to judge the contract suite by: a complying one from the manual alone, broken, odd and lying ones."""
