"""How much the loss counts where: heads, subjects, and what is around them."""

import torch
from PIL import Image

from renderers.training.batches import weighed
from renderers.training.canvases import Laid, laid_on
from schemas.geometry import Box
from schemas.training import DrawingTraining, LoraTraining, SegmenterTraining

HEAD = Box(left=0, top=0, right=1, bottom=0.4)
WEIGHED = LoraTraining(outside=0.25, head=3)


def block(left: int, head: Box | None = HEAD) -> Laid:
    """Return a figure of two cells by five, its upper two cells a head."""
    return Laid(Image.new("RGBA", (16, 40), "red"), (left, 8), head)


def weights(*figures: Laid, settings: DrawingTraining = WEIGHED) -> list[str]:
    """Return the weights of cells of eight pixels as text, quarters as dots."""
    made = laid_on(Image.new("RGB", (64, 64)), list(figures))._replace(masked=True)
    names = {0.25: ".", 1.0: "1", 3.0: "3"}
    found = weighed(made, (8, 8), settings)[0, 0].tolist()
    return ["".join(names.get(round(value, 4), "?") for value in row) for row in found]


def test_heads_count_most_and_what_is_around_least() -> None:
    assert weights(block(8)) == [
        "........",
        ".33.....",
        ".33.....",
        ".11.....",
        ".11.....",
        ".11.....",
        "........",
        "........",
    ]


def test_a_head_that_is_hidden_counts_as_what_hides_it() -> None:
    lower = Laid(Image.new("RGBA", (16, 8), "blue"), (8, 8), None)
    assert weights(block(8), lower)[1:3] == [".11.....", ".33....."]


def test_by_default_every_place_counts_alike() -> None:
    made = laid_on(Image.new("RGB", (64, 64)), [block(8)])
    for settings in (LoraTraining(), SegmenterTraining()):
        assert torch.equal(weighed(made, (8, 8), settings), torch.ones(1, 1, 8, 8))
    assert torch.equal(weighed(made, (8, 8), WEIGHED), torch.ones(1, 1, 8, 8))
    assert "head" not in LoraTraining().learned_from()
    assert {"outside", "head"} <= WEIGHED.learned_from().keys()


def test_a_figure_of_which_no_head_is_known_counts_evenly() -> None:
    assert weights(block(8, None))[1] == ".11....."
