"""Story files to lettered comic books.

The Python API is four names, loaded on first use so that `import storyboard` costs nothing:

    from storyboard import read_story, plan_story, render

    story = read_story("stories/borrowed-umbrella.yaml")
    plan = plan_story(story, root=Path("stories"))
    result = render("stories/borrowed-umbrella.yaml", renderer="collage")
    print(result.books)
"""

from typing import TYPE_CHECKING

from storyboard.version import __version__

if TYPE_CHECKING:
    from storyboard.api import RenderResult, plan_story, read_story, render, render_events

__all__ = [
    "RenderResult",
    "__version__",
    "plan_story",
    "read_story",
    "render",
    "render_events",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from storyboard import api

    return getattr(api, name)
