"""A story and its director, from the command line to the plan."""

import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from typer.testing import CliRunner, Result

from schemas.plan import Plan
from storyboard.cli import app
from storyboard.director.recording import Recording
from tests.storyboard.director.servers import answer, says

GERMAN = """
title: Der Baum
language: de
cast: [dee, ringo]
{more}
scenes:
  - setting: a park
    panels:
      - Dee rennt zu Ringo, der unter einem Baum sitzt.
"""


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("URL", "KEY", "MODEL", "PRICE"):
        monkeypatch.delenv(f"STORYBOARD_DIRECTOR_{name}", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    path = tmp_path / "baum.yaml"
    path.write_text(GERMAN.format(more="director: tiny"))
    return path


def run(story: Path, *words: str) -> Result:
    out = ["--out", str(story.parent / "build")]
    return CliRunner().invoke(app, ["plan", str(story), *out, *words])


def poses(story: Path) -> dict[str, str | None]:
    plan = Plan.model_validate_json((story.parent / "build" / "plan.json").read_bytes())
    return {segment.subject: segment.pose_word for segment in plan.panels[0].segments}


def test_a_configured_director_stages_a_german_story_once(
    story: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(httpserver, answer())
    monkeypatch.setenv("STORYBOARD_DIRECTOR_URL", httpserver.url_for("/v1"))
    first = run(story)
    assert first.exit_code == 0, first.output
    assert "the director was asked: 1 question" in first.output
    assert poses(story) == {"dee": "running", "ringo": "sitting", "prop:bench": None}
    monkeypatch.delenv("STORYBOARD_DIRECTOR_URL")
    again = run(story, "--director", "replay")
    assert again.exit_code == 0, again.output
    assert "asked" not in again.output
    assert poses(story) == {"dee": "running", "ringo": "sitting", "prop:bench": None}
    assert len(httpserver.log) == 1


def test_without_configuration_a_story_asks_nobody_and_says_so(story: Path) -> None:
    result = run(story)
    assert result.exit_code == 0, result.output
    assert "no director's server is configured" in " ".join(result.output.split())
    assert not (story.parent / "baum.director.jsonl").exists()


def test_a_story_without_a_director_never_asks(
    story: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYBOARD_DIRECTOR_URL", httpserver.url_for("/v1"))
    story.write_text(GERMAN.format(more=""))
    assert run(story).exit_code == 0
    assert not httpserver.log


def test_replay_fails_where_an_answer_is_missing(story: Path) -> None:
    result = run(story, "--director", "replay")
    assert result.exit_code == 4
    assert "no recorded answer" in result.output


def test_what_it_would_cost_is_told_before(
    story: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORYBOARD_DIRECTOR_PRICE", "0.15,0.60")
    result = run(story, "--dry-run", "--director-url", httpserver.url_for("/v1"))
    assert result.exit_code == 0, result.output
    assert "1 question, about" in result.output
    assert "$0.000" in result.output
    assert not httpserver.log


def test_an_answer_can_be_forgotten(story: Path, httpserver: HTTPServer) -> None:
    says(httpserver, answer(), answer(relations=[]))
    url = ("--director-url", httpserver.url_for("/v1"))
    assert run(story, *url).exit_code == 0
    result = run(story, *url, "--director-forget", "scene-1/1")
    assert result.exit_code == 0, result.output
    assert len(httpserver.log) == 2
    (line,) = (story.parent / "baum.director.jsonl").read_text().splitlines()
    assert json.loads(json.loads(line)["answer"])["relations"] == []


def test_what_the_author_states_wins(story: Path, httpserver: HTTPServer) -> None:
    says(httpserver, answer())
    text = GERMAN.format(more="director: tiny").replace(
        "- Dee rennt zu Ringo, der unter einem Baum sitzt.",
        "- {action: Dee rennt zu Ringo., characters: {dee: {pose: waving}}}",
    )
    story.write_text(text)
    assert run(story, "--director-url", httpserver.url_for("/v1")).exit_code == 0
    assert poses(story)["dee"] == "waving"


def test_a_story_cannot_say_where_questions_go(story: Path) -> None:
    story.write_text(GERMAN.format(more="director: {model: tiny, url: 'http://evil.example/v1'}"))
    result = run(story)
    assert result.exit_code == 3
    assert "url" in result.output


def test_another_renderer_asks_nothing_new(story: Path, httpserver: HTTPServer) -> None:
    says(httpserver, answer())
    text = GERMAN.format(more="director: tiny").replace(
        "- Dee rennt zu Ringo, der unter einem Baum sitzt.",
        "- {action: Dee rennt zu Ringo., renderer: {steps: 8}, seed: 3}",
    )
    story.write_text(text)
    assert run(story, "--director-url", httpserver.url_for("/v1")).exit_code == 0
    result = run(story, "--director", "replay", "--renderer", "collage")
    assert result.exit_code == 0, result.output
    assert len(httpserver.log) == 1


def test_the_language_of_the_actions_is_what_is_asked_in(
    story: Path, httpserver: HTTPServer
) -> None:
    says(httpserver, answer())
    story.write_text(GERMAN.format(more="director: {model: tiny, language: nl}"))
    assert run(story, "--director-url", httpserver.url_for("/v1")).exit_code == 0
    asked = json.loads(httpserver.log[0][0].get_data())["messages"][1]["content"]
    assert json.loads(asked)["panel"]["language"] == "nl"


def test_a_key_for_other_work_makes_no_story_ask_anybody(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "for other work")
    result = run(story)
    assert result.exit_code == 0, result.output
    assert "no director's server is configured" in " ".join(result.output.split())


def test_a_recording_is_found_beside_the_story(story: Path, httpserver: HTTPServer) -> None:
    says(httpserver, answer())
    assert run(story, "--director-url", httpserver.url_for("/v1")).exit_code == 0
    assert Recording(story.with_suffix(".director.jsonl")).model == "tiny"


def test_a_director_proposes_the_shot_and_the_author_s_own_wins(
    story: Path, httpserver: HTTPServer
) -> None:
    says(httpserver, answer(shot="close"), answer(shot="close"))
    url = ("--director-url", httpserver.url_for("/v1"))
    assert "scene-1-1: close," in run(story, *url).output
    said = "{action: Dee rennt zu Ringo., shot: full}"
    text = GERMAN.format(more="director: tiny")
    story.write_text(text.replace("Dee rennt zu Ringo, der unter einem Baum sitzt.", said))
    assert "scene-1-1: full," in run(story, *url).output


def test_check_reads_what_is_recorded_and_asks_nobody(story: Path, httpserver: HTTPServer) -> None:
    rules = CliRunner().invoke(app, ["check", str(story), "--strict"])
    assert rules.exit_code == 7
    assert "only the names are read" in rules.output
    says(httpserver, answer(not_understood=["unter einem Baum"]))
    assert run(story, "--director-url", httpserver.url_for("/v1")).exit_code == 0
    directed = CliRunner().invoke(app, ["check", str(story)])
    assert "only the names" not in directed.output
    assert '9:45: warning[SB048]: "unter einem Baum" is not shown' in directed.output
    assert len(httpserver.log) == 1


def test_plan_is_strict_where_it_is_asked_to(story: Path) -> None:
    assert run(story).exit_code == 0
    assert run(story, "--strict").exit_code == 7


def test_what_holds_for_all_panels_is_said_once(story: Path) -> None:
    story.write_text(story.read_text() + "      - Ringo winkt.\n      - Dee lacht.\n")
    assert run(story).output.count("director's server is configured") == 1


def test_moments_are_proposed_and_not_split(story: Path, httpserver: HTTPServer) -> None:
    says(httpserver, answer(beats=["Dee rennt zu Ringo", "der sitzt"]))
    result = run(story, "--director-url", httpserver.url_for("/v1"))
    assert '("Dee rennt zu Ringo", then "der sitzt")' in " ".join(result.output.split())
    assert result.output.count("page 1") == 1


def test_three_lines_of_the_manual_direct_a_story_that_names_no_director(
    story: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.write_text(GERMAN.format(more=""))
    says(httpserver, answer())
    monkeypatch.setenv("STORYBOARD_DIRECTOR_URL", httpserver.url_for("/v1"))
    monkeypatch.setenv("STORYBOARD_DIRECTOR_MODEL", "qwen3:4b")
    assert run(story, "--director", "auto").exit_code == 0
    for name in ("URL", "MODEL"):
        monkeypatch.delenv(f"STORYBOARD_DIRECTOR_{name}")
    assert run(story).exit_code == 0
    assert poses(story) == {"dee": "running", "ringo": "sitting", "prop:bench": None}
    assert len(httpserver.log) == 1


def test_a_recording_alone_asks_nobody_about_new_panels(
    story: Path, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.write_text(GERMAN.format(more=""))
    says(httpserver, answer())
    monkeypatch.setenv("STORYBOARD_DIRECTOR_URL", httpserver.url_for("/v1"))
    monkeypatch.setenv("STORYBOARD_DIRECTOR_MODEL", "tiny")
    assert run(story, "--director", "auto").exit_code == 0
    story.write_text(story.read_text() + "      - Ringo winkt.\n")
    result = run(story)
    assert result.exit_code == 0, result.output
    assert "--director auto was not given" in " ".join(result.output.split())
    assert len(httpserver.log) == 1
