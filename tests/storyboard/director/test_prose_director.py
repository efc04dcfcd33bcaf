"""Prose by a director: the author's words, all of them and no others, however it answers."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner, Result

from schemas.story import Story
from storyboard.cli import app
from storyboard.director.prose_answers import adaptation_schema, read_adaptation
from storyboard.director.prose_director import pieces_of
from storyboard.director.replies import Unfit
from storyboard.reading import check_file
from tests.storyboard.director.servers import says

PROSE = """\
# Der Schlüssel

Es war Nacht. Dee stand vor der Tür. „Wo ist mein Schlüssel?“, fragte sie.

Ringo lachte. „Unter der Matte.“
"""
PIECES = [
    "Es war Nacht.",
    "Dee stand vor der Tür.",
    "Wo ist mein Schlüssel?",
    "fragte sie.",
    "Ringo lachte.",
    "Unter der Matte.",
]


def panel(*shows: int, **more: Any) -> dict[str, Any]:
    empty = {"captions": [], "only_says_who_speaks": [], "speeches": [], "shot": None}
    return {"shows": [*shows], **empty, **more}


def told(piece: int, who: str, how: str = "speech") -> list[dict[str, Any]]:
    return [{"piece": piece, "who": who, "how": how}]


def adapted(*panels: dict[str, Any], **scene: Any) -> str:
    where = {"place": "a front door", "light": "at night", "weather": None}
    return json.dumps({"language": "de", "scenes": [where | scene | {"panels": [*panels]}]})


GOOD = adapted(
    panel(2, captions=[1], speeches=told(3, "Dee"), only_says_who_speaks=[4], shot="wide"),
    panel(5, speeches=told(6, "Ringo", "whisper")),
)


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("URL", "KEY", "MODEL", "PRICE"):
        monkeypatch.delenv(f"STORYBOARD_DIRECTOR_{name}", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "schluessel.txt"
    path.write_text(PROSE, encoding="utf-8")
    return path


def adapt(script: Path, server: HTTPServer | None = None, *words: str) -> Result:
    url = ["--director-url", server.url_for("/v1")] if server else []
    return CliRunner().invoke(app, ["adapt", str(script), *url, *words])


def story_of(script: Path) -> Story:
    story, problems = check_file(script.with_suffix(".yaml"))
    assert story is not None, problems
    return story


def test_prose_is_cut_where_sentences_and_speeches_end() -> None:
    paragraphs = PROSE.split("\n\n")[1:]
    assert [piece.text for each in paragraphs for piece in pieces_of(each)] == PIECES
    assert [piece.spoken for piece in pieces_of("—Hola —dijo Ana—. ¿Vienes?")] == [True] * 3
    assert [piece.text for piece in pieces_of("猫が来た。「やあ。」")] == ["猫が来た。", "やあ。"]


def test_a_director_adapts_prose_in_the_author_s_words(
    script: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYBOARD_DIRECTOR_MODEL", "tiny")
    says(httpserver, GOOD)
    result = adapt(script, httpserver)
    assert result.exit_code == 0, result.output
    assert "the director was asked: 1 question" in result.output
    story = story_of(script)
    assert (story.title, story.language) == ("Der Schlüssel", "de")
    assert story.director
    assert story.director.model == "tiny"
    (scene,) = story.scenes
    assert (scene.setting.prompt, scene.setting.light) == ("a front door", "at night")
    first, second = scene.panels
    assert (first.action, first.captions, first.shot) == (PIECES[1], (PIECES[0],), "wide")
    assert [(line.speaker, line.says) for line in first.dialogue] == [("dee", PIECES[2])]
    assert [(line.how, line.says) for line in second.dialogue] == [("whisper", PIECES[5])]


def test_every_choice_of_the_director_is_a_comment(
    script: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYBOARD_DIRECTOR_MODEL", "tiny")
    says(httpserver, GOOD)
    adapt(script, httpserver)
    text = script.with_suffix(".yaml").read_text(encoding="utf-8")
    assert "# the director's guess: a front door, at night" in text
    assert "# the director's choice: what is one picture, its shot (wide), who speaks (Dee)" in text
    assert "# the text says: fragte sie." in text


def test_it_is_recorded_and_adapted_again_without_network(
    script: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYBOARD_DIRECTOR_MODEL", "tiny")
    says(httpserver, GOOD)
    adapt(script, httpserver)
    target = script.with_suffix(".yaml")
    first = target.read_text(encoding="utf-8")
    target.unlink()
    monkeypatch.delenv("STORYBOARD_DIRECTOR_MODEL")
    again = adapt(script, None, "--director", "replay")
    assert again.exit_code == 0, again.output
    assert target.read_text(encoding="utf-8") == first
    assert len(httpserver.log) == 1


def test_replay_without_an_answer_writes_nothing(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYBOARD_DIRECTOR_MODEL", "tiny")
    script.with_suffix(".director.jsonl").write_text("")
    result = adapt(script, None, "--director", "replay")
    assert result.exit_code in (2, 4)
    assert not script.with_suffix(".yaml").exists()


def test_a_story_that_is_there_costs_no_question(script: Path, httpserver: HTTPServer) -> None:
    script.with_suffix(".yaml").write_text("mine")
    assert adapt(script, httpserver).exit_code == 2
    assert not httpserver.log


def test_without_a_director_a_note_says_how_prose_is_split(script: Path) -> None:
    result = adapt(script)
    assert result.exit_code == 0, result.output
    assert "split by rules, a paragraph a picture" in " ".join(result.output.split())
    assert not script.with_suffix(".director.jsonl").exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("I would rather write a poem.", "no JSON"),
        (adapted(panel(2)), "SB021"),
        (adapted(panel(1, 2, 3, 4, 5, 99)), "SB024"),
        (adapted(panel(1, 2, 3, 4, 5, 6, shot="nearby")), "SB023"),
        ('{"scenes": 3}', "SB022"),
    ],
)
def test_a_wrong_answer_is_mended_once_and_then_left_to_rules(
    wrong: str,
    code: str,
    script: Path,
    httpserver: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STORYBOARD_DIRECTOR_MODEL", "tiny")
    says(httpserver, wrong, wrong)
    result = adapt(script, httpserver)
    assert result.exit_code == 0, result.output
    assert "is split by rules" in " ".join(result.output.split())
    mended = json.loads(httpserver.log[1][0].get_data())["messages"][-1]["content"]
    assert code in mended
    assert len(story_of(script).scenes[0].panels) == 2


def test_what_a_director_leaves_out_stays_and_is_told(
    script: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYBOARD_DIRECTOR_MODEL", "tiny")
    says(httpserver, adapted(panel(1, 2, 4, speeches=told(3, "Dee")), panel(speeches=told(6, "R"))))
    adapt(script, httpserver)
    first, _ = story_of(script).scenes[0].panels
    assert first.action.endswith("Ringo lachte.")
    assert "# the director left this out" in script.with_suffix(".yaml").read_text("utf-8")


def test_the_schema_is_strict() -> None:
    def check(node: Any, depth: int = 0) -> None:
        assert depth <= 5
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False
                assert set(node["required"]) == set(node["properties"])
            for value in (*node.get("properties", {}).values(), node.get("items")):
                check(value, depth + (node.get("type") == "object"))

    check(adaptation_schema())


NUMBERS = st.lists(st.integers(min_value=0, max_value=7), max_size=8)
SPEECH = st.fixed_dictionaries(
    {
        "piece": st.integers(0, 7),
        "who": st.text(max_size=5),
        "how": st.sampled_from(["speech", "x"]),
    }
)
PANELS = st.lists(
    st.fixed_dictionaries(
        {"shows": NUMBERS, "captions": NUMBERS, "speeches": st.lists(SPEECH, max_size=3)}
    ),
    max_size=4,
)


@settings(max_examples=100, deadline=None)
@given(panels=PANELS)
def test_no_word_is_lost_or_brought_in_whatever_is_answered(panels: list[dict[str, Any]]) -> None:
    pieces = [piece for each in PROSE.split("\n\n")[1:] for piece in pieces_of(each)]
    try:
        found = read_adaptation(json.dumps({"scenes": [{"panels": panels}]}), pieces)
    except Unfit:
        return
    words = [
        text
        for scene in found.scenes
        for panel in scene.panels
        for text in (
            panel.action,
            *panel.captions,
            *(speech.says for speech in panel.speeches),
        )
    ]
    assert sorted(" ".join(words).replace("“", "").replace("”", "").split()) == sorted(
        " ".join(PIECES).split()
    )
