"""What the places that are drawn in code show, by the words that authors have for it."""

from types import MappingProxyType

SHOWS: MappingProxyType[str, frozenset[str]] = MappingProxyType(
    {
        place: frozenset(words.split(" / "))
        for place, words in {
            "park": "lawn / path / tree / bench / bush / lamp / lamp post / grass / meadow",
            "forest": "tree / trunk / moss / path / bush / mushroom",
            "garden": "lawn / fence / flower / flowers / bed / tree / apple tree / house / grass",
            "playground": "slide / swing / sandpit / sand / tree / bench",
            "field": "meadow / hill / tree / house / grass",
            "hill": "hill / sky / tree / pine / grass",
            "farm": "barn / silo / fence / hay / tree",
            "beach": "sea / ocean / water / wave / sail / sand / parasol / palm / boat / palm tree",
            "lake": "lake / water / mountain / fir / pine / pier / boat / jetty",
            "river": "river / water / hill / willow / reed / tree / rock / bank / stream",
            "mountains": "mountain / range / fir / pine / meadow / rock / peak",
            "desert": "dune / sand / mesa / cactus / rock",
            "castle": "castle / hill / road / gate / tower / bush / pine / tree / wall",
            "snow": "snow / hill / fir / pine / snowman",
            "moon": "crater / planet / star / ring / ground / rock",
            "street": "street / road / shop / house / lamp / lamp post / pavement / kerb / car / "
            "hydrant / tree / building / city / town / awning / window",
            "city": "city / house / block / building / skyscraper / square / tree / street / town",
            "rooftop": "roof / parapet / skyline / city / town / plant / building / chimney",
            "bus stop": "shelter / bench / bin / sign / tree / road / street / bus stop",
            "station": "platform / roof / train / clock / track",
            "bridge": "bridge / balustrade / lamp / lamp post / river / bank / water / boat / tree",
            "house": "house / yard / path / door / letter box / bush / tree / garden",
            "market": "stall / fruit / awning / vegetable",
            "stage": "curtain / board / beam / light / spotlight",
        }.items()
    }
)
"""By place: the nouns, in the singular."""
