"""`storyboard train` from the command line, on tiny models, and what `render` makes of it."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner, Result

from storyboard import cli
from storyboard.request import Order
from tests.renderers.diffusion.tiny import Family, build
from tests.renderers.judging import tiny_networks
from tests.renderers.training.strangers import cut_out
from tests.storyboard.director.servers import answer, says

STORY = """\
title: Two strangers
renderer: {{model: {model}, steps: 2, resolution: 64, device: cpu, init: {{from: noise}}}}
training: {training}
characters:
  mira: {{token: {one}, class: woman cartoon, references: mira/*.png}}
  ben: {{token: {two}, class: man cartoon, references: ben/*.png}}
scenes:
  - setting: a park
    panels:
      - characters: {{mira: {{at: left}}, ben: {{at: right}}}}
"""
SMALL = (
    "steps: 2, resolution: 64, device: cpu, augmentation: {backgrounds: plain, crop_probability: 0}"
)


def storyboard(*words: object) -> Result:
    return CliRunner().invoke(cli.app, [str(word) for word in words])


class Studio:
    """A folder with a tiny model, a story and its pictures."""

    def __init__(self, home: Path, models: Path) -> None:
        self.home, self.models = home, models
        cut_out(home / "mira" / "mira-standing-front.png", "red")
        cut_out(home / "mira" / "mira-waving-left.png", "red")
        cut_out(home / "ben" / "ben-standing-front.png", "blue")
        self.path = home / "two.yaml"

    def write(
        self, training: str, *, family: Family = "sd15", tokens: tuple[str, str] = ("hta", "sks")
    ) -> Path:
        folder = self.models / family
        if not folder.exists():
            build(folder, family)
        text = STORY.format(model=folder, training=training, one=tokens[0], two=tokens[1])
        self.path.write_text(text)
        return self.path

    def results(self) -> list[Path]:
        """Return the folders of finished trainings, in the order of their characters."""
        records = sorted(Path("build/two/training").glob("*/trained.json"))
        return [path.parent for path in records]

    def weights(self) -> dict[str, str | None]:
        """Return the adapter file with which each character is planned to be drawn."""
        plan = json.loads(Path("build/two/plan.json").read_text())
        return {part["subject"]: part["weights"] for part in plan["panels"][0]["segments"]}


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def studio(tmp_path: Path, models: Path) -> Studio:
    return Studio(tmp_path, models)


def test_what_was_trained_is_found_by_render_without_another_word(studio: Studio) -> None:
    story = studio.write(f"{{recipe: lora, rank: 2, {SMALL}}}")
    before = storyboard("render", story, "--format", "png")
    assert before.exit_code == 0, before.output
    assert "mira and ben: not trained yet" in before.output
    trained = storyboard("train", story)
    assert trained.exit_code == 0, trained.output
    (folder,) = studio.results()
    names = {path.name for path in folder.iterdir()}
    assert {
        "pytorch_lora_weights.safetensors",
        "README.md",
        "metrics.jsonl",
        "pictures.png",
    } <= names
    assert not any(name.startswith("checkpoint") for name in names)
    after = storyboard("render", story, "--format", "png")
    assert after.exit_code == 0, after.output
    assert "storyboard train" not in after.output
    files = set(studio.weights().values())
    assert len(files) == 1
    assert str(files.pop()).endswith(f"{folder.name}/pytorch_lora_weights.safetensors")


def test_what_is_trained_lies_beside_the_story_wherever_it_is_asked_for(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = studio.write(f"{{recipe: lora, rank: 2, {SMALL}}}").absolute()
    elsewhere = studio.home / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    asked = storyboard("train", story, "--dry-run", "--json")
    (row,) = json.loads(asked.output)
    assert Path(row["folder"]).is_relative_to(Order(story).folder)


def test_what_is_trained_is_not_trained_again_and_what_changed_is(studio: Studio) -> None:
    story = studio.write(f"{{recipe: lora, rank: 2, joint: false, {SMALL}}}")
    assert storyboard("train", story).exit_code == 0
    first = {path.name: path.stat().st_mtime_ns for path in studio.results()}
    assert len(first) == 2
    again = storyboard("train", story)
    assert "Everything is trained already" in again.output
    cut_out(studio.home / "ben" / "ben-waving-front.png", "blue")
    stale = storyboard("render", story, "--dry-run")
    assert stale.exit_code == 0, stale.output
    foreseen = json.loads(storyboard("train", story, "--dry-run", "--json").stdout)
    assert [(row["who"], row["stale"]) for row in foreseen] == [("mira", False), ("ben", True)]
    told = storyboard("render", story, "--format", "png").output
    assert "ben: trained before its pictures" in told
    assert "mira: trained" not in told
    assert all(studio.weights().values())
    assert storyboard("train", story).exit_code == 0
    later = {path.name: path.stat().st_mtime_ns for path in studio.results()}
    assert len(later) == 3
    assert first.items() <= later.items()


@pytest.mark.parametrize(
    ("family", "recipe", "more"),
    [
        ("sdxl", "dreambooth", "prior: {pictures: 1, steps: 1}"),
        ("sd2", "dreambooth", "prior: false, text_encoder: true"),
        ("sd2", "seg-mix", "rank: 2, accumulate: 1"),
        ("sdxl", "seg-mix", "rank: 2, accumulate: 1, arrange: plan, outside: 0.2, dco: false"),
        ("sd15", "cut-mix", "rank: 2, probability: 1, layers: all"),
        ("sdxl", "modular", f"rank: 2, accumulate: 1, apart: {{rank: 2, joint: false, {SMALL}}}"),
    ],
)
def test_recipes_run_on_every_shape_and_draw(
    studio: Studio, family: Family, recipe: str, more: str
) -> None:
    story = studio.write(f"{{recipe: {recipe}, {SMALL}, {more}}}", family=family)
    trained = storyboard("train", story)
    assert trained.exit_code == 0, trained.output
    rendered = storyboard("render", story, "--format", "png")
    assert rendered.exit_code == 0, rendered.output
    assert "storyboard train" not in rendered.output


@pytest.mark.parametrize(
    ("recipe", "more"),
    [("textual-inversion", "accumulate: 1"), ("custom-diffusion", "batch: 1, prior: false")],
)
def test_words_are_learned_and_drawn_with(studio: Studio, recipe: str, more: str) -> None:
    tokens = ("<mira>", "<ben>")
    story = studio.write(f"{{recipe: {recipe}, {SMALL}, {more}}}", tokens=tokens)
    trained = storyboard("train", story)
    assert trained.exit_code == 0, trained.output
    assert "pieces to this model" not in trained.output
    rendered = storyboard("render", story, "--format", "png")
    assert rendered.exit_code == 0, rendered.output


def test_the_command_line_chooses_recipe_and_settings(studio: Studio) -> None:
    story = studio.write(f"{{recipe: lora, {SMALL}}}")
    words = (
        "train",
        story,
        "--recipe",
        "seg-mix",
        "--set",
        "rank=2",
        "--set",
        "samples.every=2",
        "--set",
        "samples.steps=1",
    )
    done = storyboard(*words)
    assert done.exit_code == 0, done.output
    (folder,) = studio.results()
    record = json.loads((folder / "trained.json").read_text())
    assert (record["recipe"], record["steps"]) == ("seg-mix", 2)
    samples = {path.name for path in (folder / "samples").iterdir()}
    assert samples == {f"00000{n}-{who}.png" for n in (0, 2) for who in ("mira", "ben", "mira-ben")}


def test_what_another_recipe_does_not_have_is_told(studio: Studio) -> None:
    story = studio.write(f"{{recipe: lora, rank: 2, kohya: true, {SMALL}}}")
    done = storyboard("train", story, "--recipe", "dreambooth", "--dry-run", "--json")
    assert done.exit_code == 0, done.output
    assert "dreambooth has no rank, kohya: what the story says of it is left out" in done.output
    assert json.loads(done.stdout)[0]["steps"] == 2


@pytest.mark.parametrize(
    ("training", "words", "code", "said"),
    [
        ("{recipe: lorra}", (), 3, "there is no recipe"),
        ("{recipe: lora, rank: -1}", (), 3, "does not fit"),
        ("{recipe: lora, rnk: 3}", (), 3, 'no setting "rnk"'),
        ("{recipe: seg-mix, prior: {}}", (), 3, "dco takes the place of prior"),
        ("lora", ("--set", "rank=0"), 2, "training: rank"),
        ("lora", ("--recipe", "lora2"), 2, "there is no recipe"),
        ("{recipe: lora, characters: [zoe]}", (), 2, "training names zoe"),
        ("{recipe: lora, model: nothing-here}", (), 4, "there is no model"),
    ],
)
def test_what_cannot_be_trained_is_said_with_a_way_out(
    studio: Studio, training: str, words: tuple[str, ...], code: int, said: str
) -> None:
    done = storyboard("train", studio.write(training), *words)
    assert done.exit_code == code, done.output
    assert said in done.output
    assert "Traceback" not in done.output


def test_a_story_without_training_says_how_to_ask_for_it(studio: Studio) -> None:
    story = studio.write("null")
    done = storyboard("train", story)
    assert done.exit_code == 2
    assert "--recipe lora" in done.output


def test_too_little_memory_is_said_before_the_first_step(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    from renderers.training import estimates

    monkeypatch.setattr(estimates, "free_memory", lambda device: 1_000_000)
    done = storyboard("train", studio.write(f"{{recipe: lora, {SMALL}}}"))
    assert done.exit_code == 2
    assert "gradient_checkpointing=true" in done.output
    assert not studio.results()


def test_two_of_one_token_and_split_tokens_are_told(studio: Studio) -> None:
    one = storyboard("train", studio.write(f"{{recipe: lora, {SMALL}}}", tokens=("sks", "sks")))
    assert one.exit_code == 2
    assert "have one token" in one.output
    story = studio.write(f"{{recipe: lora, rank: 2, {SMALL}}}", tokens=("mirabel", "standing"))
    told = storyboard("train", story).output
    assert "mirabel, the token of mira, is 7 pieces" in told
    assert "standing, the token of ben, is an ordinary word" in told


def test_figures_that_nothing_cuts_out_are_marked_or_refused(studio: Studio) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (80, 120, 3), dtype=np.uint8)
    Image.fromarray(noise).save(studio.home / "mira" / "mira-busy.png")
    tiny_networks.detector(studio.home / "owl")
    tiny_networks.sam(studio.home / "sam")
    masks = "masks: {detector: owl, segmenter: sam}"
    story = studio.write(f"{{recipe: lora, rank: 2, {masks}, {SMALL}}}")
    done = storyboard("train", story)
    assert done.exit_code == 3, done.output
    assert "0 of 1 pictures were marked" in done.output
    assert "picture mira/mira-busy.png: its outline is uncertain" in done.output
    assert "mira-busy-masklabel.png" in done.output
    assert Path("build/two/training/masks.png").is_file()
    label = Image.new("L", (120, 80))
    label.paste(255, (40, 10, 80, 70))
    label.save(studio.home / "mira" / "mira-busy-masklabel.png")
    again = storyboard("train", story)
    assert again.exit_code == 0, again.output
    assert "were marked" not in again.output


def test_seg_mix_has_the_prior_s_figures_marked(studio: Studio) -> None:
    tiny_networks.detector(studio.home / "owl")
    tiny_networks.sam(studio.home / "sam")
    more = "accumulate: 1, dco: false, prior: {pictures: 1, steps: 1}"
    masks = "masks: {detector: owl, segmenter: sam}"
    story = studio.write(f"{{recipe: seg-mix, rank: 2, {more}, {masks}, {SMALL}}}")
    done = storyboard("train", story)
    assert done.exit_code == 0, done.output
    assert "no figure is certain in the prior's pictures" in done.output
    assert len(list(Path("build/two/training/priors").glob("*/*-masklabel.png"))) == 2


def test_guidance_asks_the_segmenter_that_was_trained(studio: Studio) -> None:
    story = studio.write(f"{{recipe: segmenter, widths: [8, 16], {SMALL}}}")
    story.write_text(story.read_text().replace("init:", "sal: {every: 1}, init:"))
    missing = storyboard("render", story, "--format", "png")
    assert missing.exit_code != 0
    trained = storyboard("train", story)
    assert trained.exit_code == 0, trained.output
    assert "overlap (intersection over union) on held-out pictures: hta" in trained.output
    (folder,) = studio.results()
    record = json.loads((folder / "trained.json").read_text())
    assert set(record["overlap"]) == {"hta", "sks"}
    rendered = storyboard("render", story, "--format", "png")
    assert rendered.exit_code == 0, rendered.output
    plan = json.loads(Path("build/two/plan.json").read_text())
    asked = plan["panels"][0]["renderer"]["sal"]["model"]
    assert asked.endswith(f"{folder.name}/segmenter")


def test_training_follows_the_plan_that_the_director_makes(
    studio: Studio, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = f"{{recipe: seg-mix, arrange: plan, rank: 2, accumulate: 1, {SMALL}}}"
    story = studio.write(f"{settings}\ndirector: tiny")
    told = "{action: Wer sitzt denn da?, characters: {mira: {}, ben: {}}}"
    text = story.read_text().replace("characters: {mira: {at: left}, ben: {at: right}}", told)
    story.write_text(text)
    role = json.loads(answer())["roles"][1]
    roles = [role | {"who": who, "pose": "standing"} for who in ("mira", "ben")]
    beside = {"subject": "ben", "relation": "left of", "object": "mira"}
    says(httpserver, answer(roles=roles, relations=[beside]))
    monkeypatch.setenv("STORYBOARD_DIRECTOR_URL", httpserver.url_for("/v1"))
    foreseen = storyboard("train", story, "--dry-run")
    assert foreseen.exit_code == 0, foreseen.output
    assert not httpserver.log
    trained = storyboard("train", story)
    assert trained.exit_code == 0, trained.output
    rendered = storyboard("render", story, "--format", "png")
    assert rendered.exit_code == 0, rendered.output
    assert "storyboard train" not in rendered.output
    plan = json.loads(Path("build/two/plan.json").read_text())
    boxes = {part["subject"]: part["figure"] for part in plan["panels"][0]["segments"]}
    assert boxes["ben"]["placement"]["left"] < boxes["mira"]["placement"]["left"]
    assert len(httpserver.log) == 1
