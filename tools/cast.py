"""The thirty-two people who are shipped: a given name, and the seed that draws its bearer.

Chosen among those whom `python -m tools.audition` found exact, for being easily told apart.
"""

from collections.abc import Mapping

CAST: Mapping[str, int] = {
    "ada": 134,
    "ali": 112,
    "amara": 146,
    "ana": 106,
    "bo": 152,
    "chen": 110,
    "dara": 143,
    "eva": 108,
    "femi": 156,
    "finn": 147,
    "hana": 137,
    "ines": 140,
    "ivan": 142,
    "ivy": 160,
    "jun": 164,
    "kai": 113,
    "kofi": 130,
    "lars": 168,
    "lena": 119,
    "leo": 141,
    "lin": 154,
    "mei": 128,
    "mia": 118,
    "nia": 194,
    "noor": 252,
    "olu": 167,
    "omar": 102,
    "otto": 103,
    "pia": 158,
    "ravi": 139,
    "rosa": 121,
    "zoe": 148,
}
