"""Clothes that are put on: the same body in another cloth."""

from pathlib import Path

import numpy as np
import pytest

from renderers.cast.clothing import garment_of
from renderers.cast.puppets.names import posed_name
from renderers.cast.puppets.posed import posed
from renderers.cast.puppets.stance import Stance
from renderers.cast.puppets.wardrobe import GARMENTS, worn_in, worn_name
from renderers.colour_words import COLOURS
from schemas.errors import AssetMissing
from tests.renderers.cast.puppets.test_posed import layers


def painted(who: str, worn: str, **stance: object) -> np.ndarray:
    name = posed_name(Stance(worn=worn, **stance), layers(who))
    return np.asarray(posed(name, Path()).picture).astype(int)


def covered(picture: np.ndarray, colour: str) -> np.ndarray:
    """Return where a picture has a colour."""
    wanted = np.array(list(bytes.fromhex(colour.removeprefix("#"))))
    return (np.abs(picture[..., :3] - wanted).max(axis=2) < 12) & (picture[..., 3] > 200)


@pytest.mark.parametrize("kind", GARMENTS)
@pytest.mark.parametrize("who", ["ringo", "priya"])
def test_every_garment_is_seen_in_its_colour(kind: str, who: str) -> None:
    found = covered(painted(who, worn_name(kind, "#12d0a4")), "#12d0a4")
    assert found.sum() > 0.02 * (painted(who, "")[..., 3] > 200).sum()


def test_a_coat_goes_to_the_wrists_and_the_knees_and_leaves_head_and_ink() -> None:
    plain, coat = painted("ringo", ""), painted("ringo", "coat-12d0a4")
    rows = np.flatnonzero(covered(coat, "#12d0a4").any(axis=1))
    height = len(coat)
    assert rows[0] < 0.34 * height, "from the shoulders"
    assert 0.62 * height < rows[-1] < 0.85 * height, "to the knees"
    head = slice(0, round(0.12 * height))
    assert (plain[head] == coat[head, : plain.shape[1]]).mean() > 0.98
    dark = (coat[..., :3].max(axis=2) < 60) & (coat[..., 3] > 200)
    assert dark[rows[0] : rows[-1]].any()


def test_sleeves_go_with_arms_that_are_painted_apart() -> None:
    arm = painted("ringo", "coat-12d0a4", r_arm=(-90, -90), shown="r")
    assert covered(arm, "#12d0a4").sum() > 0.3 * (arm[..., 3] > 200).sum()


def test_a_cape_is_behind_whom_one_sees_and_before_whom_one_sees_from_behind() -> None:
    front, back = (
        covered(painted("ringo", "cape-12d0a4", back=back), "#12d0a4").sum()
        for back in (False, True)
    )
    assert back > 1.5 * front > 0


def test_words_for_clothes_and_their_colours() -> None:
    assert garment_of("red coat") == worn_name("coat", COLOURS["red"])
    assert garment_of("wedding dress") != garment_of("dress")
    assert garment_of("a zibble") is None
    assert garment_of("coat stand") is None


@pytest.mark.parametrize("name", ["coat", "coat-zz", "zibble-000000", "coat-000000+"])
def test_what_is_no_garment_is_refused(name: str) -> None:
    if name.endswith("+"):
        assert len(list(worn_in(name))) == 1
        return
    with pytest.raises(AssetMissing):
        list(worn_in(name))
