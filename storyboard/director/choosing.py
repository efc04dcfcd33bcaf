"""Which director reads a story: rules, or a language model where story and user want one."""

from pathlib import Path

from schemas.director import DirectorSettings
from schemas.errors import StoryboardError
from schemas.story import Story
from storyboard.director.endpoint import configured
from storyboard.director.model_director import ModelDirector
from storyboard.director.recording import Recording, recording_path
from storyboard.planning.script.director import director_for
from storyboard.request import DirectorMode


def model_director(
    story: Story, path: Path, *, mode: DirectorMode | None = None, url: str | None = None
) -> ModelDirector | None:
    """Return the language model that reads a story, or None where rules do.

    A story that names no director and a user who asks for none have rules; so has a story whose
    director nobody configured and which has no recorded answers.

    Args:
        path: the story's file, beside which answers are recorded.
        mode: of the command line; None is `auto` where the story names a director, else `off`.
        url: where questions go; the user's configuration, where None.

    Raises:
        StoryboardError: the configuration or the recording cannot be read, or no model is named.
    """
    asked_for, mode = mode is not None, mode or ("auto" if story.director else "off")
    if mode == "off":
        return None
    said = story.director or DirectorSettings()
    endpoint = configured(url, openai=asked_for) if mode != "replay" else None
    recording = Recording(recording_path(path))
    model = said.model or (endpoint.model if endpoint else None) or recording.model
    if model is None:
        if endpoint is None and not asked_for:
            return None
        raise StoryboardError(
            "no model is named to direct the story",
            hint="Write director: {model: …} in the story, or set STORYBOARD_DIRECTOR_MODEL.",
        )
    server = None
    if endpoint:
        from storyboard.director.exchange import Server

        server = Server(endpoint)
    language = said.language or story.language
    return ModelDirector(
        story,
        model=model,
        recording=recording,
        server=server,
        mode=mode,
        rules=director_for(language),
        budget=said.budget,
        language=language,
    )
