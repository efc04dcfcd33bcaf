"""ImageReward+ and CLIPs+ against values worked out by hand."""

import numpy as np
import pytest

from renderers.judging.metrics.text_fidelity import clips_plus, image_reward_plus, in_every_order


def test_a_prompt_names_its_subjects_in_every_order() -> None:
    prompts = in_every_order(["a cat", "a dog"], lambda order: f"{' and '.join(order)} in a park")
    assert prompts == ("a cat and a dog in a park", "a dog and a cat in a park")
    assert len(in_every_order("abc", " ".join)) == 6


def test_clips_plus_is_the_mean_cosine_over_orders_then_pictures() -> None:
    pictures = np.array([[1.0, 0.0], [0.0, 2.0]])
    prompts = [np.array([[1.0, 0.0], [0.6, 0.8]]), np.array([[3.0, 4.0]])]
    # (1 + 0.6) / 2 and 0.8
    assert clips_plus(pictures, prompts) == pytest.approx(0.8)
    with pytest.raises(ValueError, match="no pairs"):
        clips_plus(pictures, prompts[:1])


def test_image_reward_plus_weighs_every_picture_alike() -> None:
    # (0.5 - 1.5) / 2 and 1.0
    assert image_reward_plus([[0.5, -1.5], [1.0]]) == pytest.approx(0.25)
    for nothing in ([], [[]]):
        with pytest.raises(ValueError, match="needs pictures"):
            image_reward_plus(nothing)
