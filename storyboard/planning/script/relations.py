"""Which prepositions and verbs say where one is beside another."""

_PREPOSITIONS = {
    "to the left of": "left of",
    "on the left of": "left of",
    "left of": "left of",
    "to the right of": "right of",
    "on the right of": "right of",
    "right of": "right of",
    "in front of": "in front of",
    "before": "in front of",
    "behind": "behind",
    "above": "above",
    "over": "above",
    "below": "below",
    "under": "below",
    "underneath": "below",
    "beneath": "below",
    "on top of": "on",
    "on": "on",
    "onto": "on",
    "upon": "on",
    "far from": "far from",
    "far away from": "far from",
    "near": "near",
    "close to": "near",
    "not far from": "near",
    "beside": "beside",
    "next to": "beside",
    "alongside": "beside",
    "by": "beside",
    "with": "beside",
    "against": "beside",
    "between": "beside",
}
_VERBS = {
    "hold": "holding",
    "carry": "holding",
    "cradle": "holding",
    "lift": "holding",
    "hug": "beside",
    "kiss": "beside",
    "embrace": "beside",
    "cuddle": "beside",
}
_ON_THE_BODY = frozenset(
    ("sit", "stand", "lie", "perch", "climb", "jump", "land", "balance", "be", "ride", "sleep")
)


def relation_between(preposition: str, verb: str) -> str | None:
    """Return how a verb's subjects stand to whom is named after a preposition, if it says."""
    if not preposition:
        return _VERBS.get(verb)
    if preposition in ("on", "onto", "upon") and verb not in _ON_THE_BODY:
        return None
    return _PREPOSITIONS.get(preposition)
