"""Which director reads a story: rules, or a language model where story and user want one."""

from pathlib import Path

from schemas.director import DirectorSettings
from schemas.errors import StoryboardError
from schemas.story import Story
from storyboard.director.asking import RecordedModel
from storyboard.director.endpoint import configured
from storyboard.director.model_director import ModelDirector
from storyboard.director.recording import Recording, recording_path
from storyboard.planning.script.director import director_for
from storyboard.request import DirectorMode


def model_director(
    story: Story,
    path: Path,
    *,
    mode: DirectorMode | None = None,
    url: str | None = None,
    asking: bool = True,
) -> ModelDirector | None:
    """Return the language model that reads a story, or None where rules do.

    A story that names no director and a user who asks for none have what was recorded before,
    and else rules; so has a story whose director nobody configured.

    Args:
        story: what is read.
        path: the story's file, beside which answers are recorded.
        mode: of the command line; None is `auto` where the story names a director or answers are
            recorded, of which the latter asks nobody; else `off`.
        url: where questions go; the user's configuration, where None.
        asking: whether a server may be asked; otherwise only what is recorded is known.

    Raises:
        StoryboardError: the configuration or the recording cannot be read, or no model is named.
    """
    recorded = recording_path(path)
    meant = mode is not None or story.director is not None
    asked_for, mode = mode is not None, mode or ("auto" if meant or recorded.is_file() else "off")
    if mode == "off":
        return None
    said = story.director or DirectorSettings()
    model = model_for(
        recorded,
        mode=mode,
        url=url,
        name=said.model,
        budget=said.budget,
        asked_for=asked_for,
        asking=asking and meant,
    )
    language = said.language or story.language
    if model is None:
        return None
    if not meant:
        model.silent = "no answer to it is recorded, and --director auto was not given"
    return ModelDirector(story, model, rules=director_for(language), language=language)


def model_for(
    recorded: Path,
    *,
    mode: DirectorMode,
    url: str | None = None,
    name: str | None = None,
    budget: int | None = None,
    asked_for: bool = True,
    asking: bool = True,
) -> RecordedModel | None:
    """Return the model to ask; None where nothing is configured and nobody asked for it.

    Args:
        recorded: where its answers are recorded.
        mode: see `DirectorMode`.
        url: where questions go; the user's configuration, where None.
        name: the model's; the user's configuration's, or the recording's only one, where None.
        budget: the most tokens to spend.
        asked_for: whether the user asked for a director, and not only a file.
        asking: whether a server may be asked.

    Raises:
        StoryboardError: the configuration or the recording cannot be read, or no model is named.
    """
    endpoint = configured(url, openai=asked_for) if mode != "replay" else None
    recording = Recording(recorded)
    model = name or (endpoint.model if endpoint else None) or recording.model
    if model is None:
        if endpoint is None and not asked_for:
            return None
        raise StoryboardError(
            "no model is named to direct the story",
            hint="Set STORYBOARD_DIRECTOR_MODEL, or write director: {model: …} in the story.",
        )
    server = None
    if endpoint and asking:
        from storyboard.director.exchange import Server

        server = Server(endpoint)
    return RecordedModel(model, recording=recording, server=server, mode=mode, budget=budget)
