"""What a picture says of its own making: a recipe to draw it again, and that a machine drew it."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import metadata

from PIL.PngImagePlugin import PngInfo

from renderers import own_settings
from schemas.plan import PanelPlan
from storyboard.version import __version__

_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
    Iptc4xmpExt:DigitalSourceType="{source}"/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""


def png_texts(panel: PanelPlan) -> dict[str, str]:
    """Return the text chunks of a drawn panel.

    `parameters` is the line that diffusion tools read, `storyboard` the whole recipe as JSON, and
    the XMP packet carries IPTC's digital source type where a model drew the picture.
    """
    recipe = panel.model_dump(mode="json", exclude={"words", "alt", "room", "quality"})
    texts = {
        "Software": f"storyboard-renderer {__version__}",
        "storyboard": json.dumps(recipe, sort_keys=True, separators=(",", ":")),
    }
    settings = own_settings(panel.renderer)
    if facts := settings and settings.described(panel.seed):
        texts["parameters"] = _parameters(panel, facts)
        texts["XML:com.adobe.xmp"] = _XMP.format(source=f"{_SOURCE}trainedAlgorithmicMedia")
    return texts


def _parameters(panel: PanelPlan, facts: Mapping[str, object]) -> str:
    said = {**facts, "Version": f"storyboard-renderer {__version__}"}
    line = ", ".join(f"{name}: {value}" for name, value in said.items() if value is not None)
    return f"{panel.prompt}\nNegative prompt: {panel.negative_prompt}\n{line}"


def chunks(texts: Mapping[str, str]) -> PngInfo:
    """Return the texts as PNG chunks."""
    info = PngInfo()
    for key, text in sorted(texts.items()):
        info.add_itxt(key, text)
    return info


@cache
def made_with() -> dict[str, str]:
    """Return the versions of what has a hand in the pixels."""
    versions = {"storyboard-renderer": __version__}
    for name in ("torch", "diffusers", "pillow"):
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return versions
