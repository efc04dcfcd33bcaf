"""Attempts: the first is the plan, the others differ in their seeds and stay within bounds."""

from schemas.settings import CollageSettings, MspSettings
from schemas.settings.groups import InitSettings
from storyboard.panels.attempts import attempt_of, strengthened
from tests.storyboard import fakes


def strengths(settings: MspSettings, times: int = 10) -> list[float]:
    found = (strengthened(settings, number) for number in range(1, times))
    return [each.init.strength for each in found if isinstance(each, MspSettings)]


def test_the_first_attempt_is_the_plan_and_each_other_has_its_own_seed() -> None:
    panel = fakes.panel()
    assert attempt_of(panel, 0, stronger=True) is panel
    seeds = [attempt_of(panel, number).seed for number in range(16)]
    assert len(set(seeds)) == 16
    assert seeds == [attempt_of(panel, number).seed for number in range(16)]
    assert attempt_of(panel, 3).but(seed=7) == panel


def test_stronger_attempts_keep_more_of_the_collage_to_a_bound() -> None:
    assert strengths(MspSettings(), 4) == [0.25, 0.15, 0.15]
    faint = MspSettings(init=InitSettings(strength=0.1))
    assert set(strengths(faint)) == {0.1}


def test_noise_becomes_a_collage_and_a_renderer_without_one_stays() -> None:
    noise = MspSettings(init=InitSettings(source="noise"))
    assert strengths(noise, 4) == [0.85, 0.75, 0.65]
    assert strengthened(CollageSettings(), 3) == CollageSettings()
