"""What MSP-Diffusion can be told."""

import operator
from collections.abc import Iterator
from typing import ClassVar, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from schemas.settings.base import Fraction, Ineffective, Weights, contradiction
from schemas.settings.diffusion import FINE, DiffusionSettings
from schemas.settings.groups import (
    ControlNetSettings,
    ImagePromptSettings,
    InitSettings,
    SalSettings,
)


class Borders(NamedTuple):
    """How many of the steps that are taken come before each stage's end."""

    diffuser: int
    """The global diffuser's steps, wherever they lie."""
    global_until: int
    """Its steps at the start, before the segments part."""
    segments_until: int
    """Until here segments diffuse alone."""
    references_until: int
    """Until here segments with a reference stand."""


class MspSettings(DiffusionSettings):
    """MSP-Diffusion (arXiv 2405.12742) on a personalised Stable Diffusion model."""

    drawn_by: ClassVar[str] = "renderers.methods.msp:Msp"

    name: Literal["msp"] = "msp"
    mode: Literal["auto", "reference", "fast"] = "auto"
    """`reference`: the paper's, a pass for every segment; `fast`: one pass for all, told apart by
    masked attention, whose cost hardly grows with the subjects; `auto`: fast where that has been
    measured to draw the same, which is from a collage noised up to half, and where nothing asks
    for segments that diffuse alone."""
    kappa: Fraction = 0.4
    """Fraction of the steps in which every segment diffuses alone."""
    global_steps: int | None = Field(default=None, ge=0)
    """Steps that follow the global prompt alone, as many of all the steps; fewer in proportion
    where the sampler starts from a noised collage. None is the paper's: 2, with a scaffold a tenth
    of the steps."""
    global_position: Literal["start", "after_segments", "spread"] = "start"
    """`start`: before the segments part; `after_segments`: right after they merge; `spread`:
    evenly over the harmonisation."""
    harmony: Fraction = 0.3
    """While harmonising: 0 denoises by segments only, 1 by the global prompt only."""
    feather: Fraction = 0.02
    """Softness of the masks while harmonising, as a fraction of the panel's longer side."""
    scaffold: Literal["none", "place", "collage"] = "none"
    """What is shown around a segment while it diffuses alone: whatever its own trajectory makes
    there, or, noised alike, the empty place or the collage. A panel's own `scaffold` picture is
    its place, and comes first."""
    scene_loras: Literal["none", "all"] = "none"
    """What the panel's own prompt hears where every character has a LoRA: `none` of them, so that
    nobody's features mix, or `all` at once, as one model that was taught everybody would. One that
    all share is always heard."""
    references: Literal["none", "collage"] = "none"
    """`collage`: a subject with a picture of its own does not diffuse alone but stands in its
    segment as it is in the collage, noised."""
    reference_until: Fraction | None = None
    """Until which fraction of the steps; None is until segments merge, as in the paper. From then
    to kappa such a segment diffuses alone as others do."""
    crop: bool = False
    """Whether segments that diffuse alone are computed only where they are, and a little around:
    cheaper the smaller they are, and not quite the same."""
    init: InitSettings = InitSettings()
    from_noise: tuple[str, ...] = ()
    """Characters, by id, who are not in the collage: they start from pure noise inside their own
    segments, so that what the model was taught of them is all it has."""
    silhouettes: tuple[str, ...] = Field(default=(), exclude_if=operator.not_)
    """Characters, by id, of whom the collage has the outline alone, filled with grey: pose and
    place are the plan's, all else is what the model was taught (`training: {silhouette: …}`)."""
    controlnet: ControlNetSettings = ControlNetSettings()
    sal: SalSettings | None = None
    """Subject-aware guidance; None draws without."""
    image_prompt: ImagePromptSettings | None = None
    """Pictures of the subjects, heard where they are; None draws without."""

    @property
    def start(self) -> InitSettings:
        """Where the sampler starts from."""
        return self.init

    @property
    def hears_references(self) -> bool:
        """Whether all of an author's pictures of a subject are heard, through an image adapter."""
        return self.image_prompt is not None

    def spoken_of(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Yield the characters whose pictures have a scale of their own."""
        scales = self.image_prompt.scales if self.image_prompt is not None else ()
        yield from ((("image_prompt", "scales", who), who) for who in scales)

    def asked_for(self) -> Iterator[tuple[str, str]]:
        """Yield those who start from noise or from a silhouette."""
        yield from (("from_noise", who) for who in self.from_noise)
        yield from (("silhouettes", who) for who in self.silhouettes)

    @property
    def posed(self) -> bool:
        """Whether a ControlNet is to follow the pose maps."""
        if self.controlnet.enabled is not None:
            return self.controlnet.enabled
        return self.controlnet.model is not None or not self.start_shows_layout

    @property
    def single_pass(self) -> bool:
        """Whether one pass a step is to draw all segments, as far as the settings can tell."""
        if self.mode == "auto":
            return self.start_shows_layout and not self.needs_separate_passes
        return self.mode == "fast"

    @property
    def start_shows_layout(self) -> bool:
        """Whether the start still shows who stands where and how."""
        shown = self.init.source == "collage" and self.init.strength <= 0.5
        return shown and not self.from_noise

    @property
    def needs_separate_passes(self) -> tuple[str, ...]:
        """Name the settings that are for segments that diffuse alone."""
        asked = {
            "crop": self.crop,
            "references": self.references != "none",
            "scaffold": self.scaffold != "none",
        }
        return tuple(name for name in asked if asked[name])

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.sal and self.sal.reading == "feature" and self.init.source != "collage":
            raise contradiction(
                "sal with reading: feature compares with the collage, "
                f"and init is from {self.init.source}",
                "sal.reading",
                "init.from",
            )
        if misplaced := self.init.misplaced:
            raise contradiction(misplaced, "init.layout", "init.from")
        if self.mode == "fast" and self.needs_separate_passes:
            raise contradiction(
                f"{self.needs_separate_passes[0]} is for segments that diffuse alone, "
                "which they do not in mode: fast",
                self.needs_separate_passes[0],
                "mode",
            )
        if self.reference_until is not None and self.reference_until > self.kappa:
            raise contradiction(
                f"reference_until ({self.reference_until}) lies after kappa ({self.kappa}), "
                "where all segments merge",
                "reference_until",
                "kappa",
            )
        return self

    def weights(self) -> Iterator[Weights]:
        """Yield the model, and what draws beside the model's own parts."""
        yield from super().weights()
        if self.sal is not None:
            yield self.segmenter
            if self.sal.decoder is not None:
                yield Weights(self.sal.decoder, "part", "sal: decoder")
        if self.posed and self.controlnet.model is not None:
            yield Weights(self.controlnet.model, "part", "controlnet: model")
        if self.image_prompt is not None:
            yield from self.image_prompt.files

    @property
    def segmenter(self) -> Weights:
        """What subject-aware guidance asks: a segmenter of its own, or the one in the model."""
        if self.sal is not None and self.sal.model is not None:
            return Weights(self.sal.model, "part", "sal: model")
        return Weights(self.model, "model", "sal", inside="segmenter")

    def borders(self, steps: int, whole: int) -> Borders:
        """Share out `steps`, the last of a schedule of `whole` steps.

        kappa is a fraction of the steps that are taken; `global_steps` counts steps of the whole
        schedule, so that a start from a picture shortens every stage alike.
        """
        wanted = self.global_steps
        if wanted is None:
            wanted = round(whole / 10) if self.scaffold != "none" else 2
        diffuser = min(steps, round(wanted * steps / whole)) if whole else 0
        global_until = diffuser if self.global_position == "start" else 0
        segments_until = max(global_until, round(self.kappa * steps))
        until = self.kappa if self.reference_until is None else self.reference_until
        references_until = min(segments_until, round(until * steps))
        return Borders(diffuser, global_until, segments_until, references_until)

    def ineffective(self) -> Iterator[Ineffective]:
        """Yield what does nothing, given or not."""
        yield from super().ineffective()
        if self.steps_taken:  # Otherwise the collage itself is asked for.
            yield from self._unreached_spans()
            yield from self._unused_poses()
            yield from self._unused_stages()

    def _unreached_spans(self) -> Iterator[Ineffective]:
        control, sal = self.controlnet, self.sal
        if self.posed and (why := self.unreached(control.start, control.end)):
            yield Ineffective((("controlnet", "end"), ("controlnet", "start")), why)
        if sal is not None and sal.scale == 0:
            yield Ineffective((("sal", "scale"),), "a correction by nothing is none")
        elif sal is not None and (why := self.unreached(sal.start, sal.end)):
            yield Ineffective((("sal", "end"), ("sal", "start"), ("sal",)), why)

    def _unused_poses(self) -> Iterator[Ineffective]:
        if self.controlnet.enabled is False:
            given = tuple(("controlnet", key) for key in ("model", "scale", "start", "end"))
            yield Ineffective(given, "the ControlNet is not enabled")
        if self.controlnet.enabled is None and not self.posed:
            given = tuple(("controlnet", key) for key in ("scale", "start", "end"))
            why = "a collage noised up to half shows the poses; enabled: true follows pose maps too"
            yield Ineffective(given, why)

    def _unused_stages(self) -> Iterator[Ineffective]:
        """Yield what is for a collage or for segments that diffuse alone, where there is none."""
        if self.silhouettes and self.init.source != "collage":
            why = f"silhouettes are a collage's, and init is from {self.init.source}"
            yield Ineffective((("silhouettes",),), why)
        borders = self.borders(len(self.steps_taken), self.steps or FINE)
        if borders.segments_until == borders.global_until:
            unused = self.needs_separate_passes
            for key in (name for name in ("scaffold", "references", "crop") if name in unused):
                why = f"no segment diffuses alone, for kappa is {self.kappa:g}"
                first = f"{why} and the global prompt comes first"
                yield Ineffective(((key,),), first if borders.global_until else why)
            if self.kappa > 0:
                why = "the global prompt's steps come first and leave none of them"
                yield Ineffective((("kappa",),), why)
        if self.global_position != "start" and self.kappa == 1:
            yield Ineffective(
                (("global_position",), ("global_steps",)), "with kappa 1 no step follows"
            )
        if self.reference_until is not None and self.references == "none":
            yield Ineffective(
                (("reference_until",),), "nobody stands as a reference: references is none"
            )
        if self.reference_until == 0 and self.references != "none":
            yield Ineffective((("references",),), "reference_until is 0, so that nobody stands")
