"""What `storyboard train` can be told: one model a recipe, told apart by `recipe`.

Defaults are those of the papers, or of diffusers' own scripts where a paper gives none.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.base import Value
from schemas.settings import Fraction
from schemas.training_groups import (
    AugmentationSettings,
    DcoSettings,
    MaskSettings,
    Off,
    PriorSettings,
    Range,
    Rate,
    SampleSettings,
    SilhouetteSettings,
    ordered,
)


def _is_none(given: object) -> bool:
    return given is None


def _is_one(given: object) -> bool:
    return given == 1


def _is_chance(given: object) -> bool:
    return given == "chance"


class TrainingSettings(Value):
    """What every recipe can be told."""

    model: str | None = None
    """The base: `toon`, a diffusers directory or a hub id. None is the renderer's model."""
    characters: tuple[str, ...] = ()
    """Whom to train. None named: those with pictures of their own and without `weights`."""
    steps: int = Field(default=500, ge=1, le=1_000_000)
    learning_rate: Rate = 1e-4
    batch: int = Field(default=1, ge=1, le=256)
    """Subjects' pictures a step; the prior's come on top."""
    accumulate: int = Field(default=1, ge=1, le=1024)
    """So many batches make one step."""
    resolution: int | None = Field(default=None, ge=64, le=4096)
    """Pictures have about resolution² pixels; None is the size that the base was made for."""
    aspect_ratios: tuple[Annotated[float, Field(ge=0.2, le=5)], ...] = Field(
        default=(1.0,), min_length=1
    )
    """Width over height of the pictures; every batch has one of these."""
    noise: Range = (0.0, 1.0)
    """From where to where in the noise schedule to train; 0 is clean."""
    optimizer: Literal["adamw", "muon"] = "adamw"
    """`muon` makes steps along matrices orthogonal: fewer are needed to train a small base."""
    weight_decay: float = Field(default=0.01, ge=0, le=1)
    max_norm: float = Field(default=1.0, gt=0)
    """Gradients that are longer are shortened to this."""
    warmup: int = Field(default=0, ge=0)
    """Steps in which the rate rises from zero."""
    decay: Fraction = 0.0
    """Share of the steps, the last ones, in which the rate falls to zero."""
    min_snr_gamma: float | None = Field(default=None, gt=0)
    """Min-SNR weighting of the loss (arXiv 2303.09556); None weighs all noise levels alike."""
    ema: Annotated[float, Field(ge=0, lt=1)] | None = None
    """Keep a moving mean of the weights with this decay, and write that; None writes the last."""
    cached: int | None = Field(default=None, ge=1, le=100_000)
    """Compose so many different pictures, and keep their latents; None composes anew every time."""
    masks: MaskSettings | None = None
    """Networks that mark figures in pictures which nothing else cuts out; None refuses these. In
    `seg-mix` they also cut out the prior's pictures, which are mixed then, as in MuDI."""
    augmentation: AugmentationSettings = AugmentationSettings()
    samples: SampleSettings = SampleSettings()
    tensorboard: bool = False
    """Whether to write the metrics for TensorBoard as well; needs the extra `tensorboard`."""
    checkpoint_every: int = Field(default=100, ge=1)
    """Steps after which the state is kept, from which an interrupted training goes on."""
    gradient_checkpointing: bool = False
    """Compute activations again in the backward pass: slower by a third, in far less memory."""
    precision: Literal["auto", "float32", "bfloat16", "float16"] = "auto"
    """Of activations. `auto` is bfloat16 or float16 on a GPU, and float32 elsewhere."""
    device: Literal["auto", "cpu", "cuda", "mps"] = "auto"
    seed: int = 0

    @model_validator(mode="after")
    def _noisy_in_order(self) -> Self:
        ordered("noise", self.noise, least=0, most=1)
        return self

    def learned_from(self) -> dict[str, object]:
        """Return, as JSON, what changes the result by more than rounding."""
        kept = {"device", "precision", "gradient_checkpointing", "checkpoint_every", "samples"}
        left_out = kept | {"tensorboard"} | self._not_learned
        return self.model_dump(mode="json", exclude=left_out)

    @property
    def _not_learned(self) -> set[str]:
        """Settings that change no result: subjects' masks lie beside their pictures."""
        return {"masks"}


class DrawingTraining(TrainingSettings):
    """What every recipe can be told that teaches a model to draw."""

    silhouette: SilhouetteSettings | None = Field(default=None, exclude_if=_is_none)
    """For a renderer with `silhouettes`: learn to draw from a grey outline. None learns from noised
    pictures alone."""
    layout: Literal["chance", "plan"] = Field(default="chance", exclude_if=_is_chance)
    """`chance`: subjects are zoomed and moved at will; `plan`: they are as large as this story's
    panels show them and lie on the model's grid as there, so that few ways are to be learned."""
    outside: Fraction = Field(default=1.0, exclude_if=_is_one)
    """How much the loss counts where no subject is."""
    head: float = Field(default=1.0, ge=0, le=100, exclude_if=_is_one)
    """How much the loss counts where a subject's head is, against the rest of it: few of a
    picture's cells show a face, and readers look at nothing else."""


class DreamboothTraining(DrawingTraining):
    """The whole U-Net, all subjects together (arXiv 2208.12242), as MSP-Diffusion begins."""

    recipe: Literal["dreambooth"] = "dreambooth"
    steps: int = Field(default=800, ge=1, le=1_000_000)
    learning_rate: Rate = 5e-6
    text_encoder: bool = False
    """Whether the text encoders learn too; 2e-6 is the usual rate then."""
    prior: PriorSettings | Off = PriorSettings()
    """`false` trains on the subjects alone, and forgets their class."""


class LoraTraining(DrawingTraining):
    """Low-rank updates of attention (arXiv 2106.09685)."""

    recipe: Literal["lora"] = "lora"
    rank: int = Field(default=4, ge=1, le=1024)
    alpha: float | None = Field(default=None, gt=0)
    """The update is scaled by alpha / rank; None is the rank."""
    layers: Literal["attention", "all"] = "attention"
    """`all` takes convolutions and feed-forward layers in as well."""
    joint: bool = True
    """One file for all subjects, which panels of several of them hear as a whole; else one a
    character, each heard in its own segment alone."""
    text_encoder: bool = False
    prior: PriorSettings | Off = False
    kohya: bool = False
    """Whether to write the file in kohya's layout as well."""


class CutMixTraining(LoraTraining):
    """A LoRA on halves of two subjects side by side (SVDiff's Cut-Mix, arXiv 2303.11305)."""

    recipe: Literal["cut-mix"] = "cut-mix"  # type: ignore[assignment]
    rank: int = Field(default=32, ge=1, le=1024)
    probability: Fraction = 0.6
    """Share of the pictures that are mixed."""


class SegMixTraining(LoraTraining):
    """MuDI's Seg-Mix (arXiv 2404.04243): segmented subjects side by side on a plain canvas."""

    recipe: Literal["seg-mix"] = "seg-mix"  # type: ignore[assignment]
    rank: int = Field(default=32, ge=1, le=1024)
    steps: int = Field(default=2010, ge=1, le=1_000_000)
    accumulate: int = Field(default=2, ge=1, le=1024)
    weight_decay: float = Field(default=1e-4, ge=0, le=1)
    probability: Fraction = 0.3
    """Share of the pictures that are mixed."""
    arrange: Literal["pairs", "plan"] = "pairs"
    """`pairs`: two subjects as published; `plan`: as many as a panel of this story has, where its
    plan has them, before its place."""
    relative_sizes: bool = False
    """Whether the characters' heights decide who is larger, instead of chance."""
    dco: DcoSettings | Off = DcoSettings()
    """`false` goes without; `prior` is the paper's own choice then."""

    @property
    def _not_learned(self) -> set[str]:
        """Who cuts out the prior's pictures decides which are mixed."""
        return set() if self.prior and self.masks else {"masks"}

    @model_validator(mode="after")
    def _one_regulariser(self) -> Self:
        if self.dco and self.prior:
            raise PydanticCustomError(
                "contradiction",
                "{said}",
                {"said": "dco takes the place of prior preservation", "keys": ("prior", "dco")},
            )
        return self


class TextualInversionTraining(DrawingTraining):
    """A word for each character, and nothing else of the model (arXiv 2208.01618)."""

    recipe: Literal["textual-inversion"] = "textual-inversion"
    steps: int = Field(default=3000, ge=1, le=1_000_000)
    learning_rate: Rate = 5e-4
    accumulate: int = Field(default=4, ge=1, le=1024)
    weight_decay: float = Field(default=0.0, ge=0, le=1)
    vectors: int = Field(default=1, ge=1, le=32)
    """How many vectors the word has; each costs one of the prompt's places."""


class CustomDiffusionTraining(DrawingTraining):
    """Cross-attention's keys and values, and a word a character (arXiv 2212.04488)."""

    recipe: Literal["custom-diffusion"] = "custom-diffusion"
    steps: int = Field(default=250, ge=1, le=1_000_000)
    learning_rate: Rate = 1e-5
    batch: int = Field(default=2, ge=1, le=256)
    prior: PriorSettings | Off = PriorSettings()


class ModularTraining(SegMixTraining):
    """LoRAs that were trained apart, joined and tuned briefly by Seg-Mix (MuDI)."""

    recipe: Literal["modular"] = "modular"  # type: ignore[assignment]
    steps: int = Field(default=200, ge=1, le=1_000_000)
    apart: LoraTraining = LoraTraining(joint=False)
    """How each character's own LoRA is trained, where its `weights` name none."""


class SegmenterTraining(TrainingSettings):
    """A segmenter of the story's subjects, for `sal` and SAS (M_SAL of arXiv 2405.12742)."""

    recipe: Literal["segmenter"] = "segmenter"
    steps: int = Field(default=1500, ge=1, le=1_000_000)
    learning_rate: Rate = 1e-3
    """The paper has 1e-4, for `pixels`."""
    batch: int = Field(default=4, ge=1, le=256)
    augmentation: AugmentationSettings = AugmentationSettings(zoom=(0.4, 1.3))
    sees: Literal["latents", "pixels"] = "latents"
    """`latents`: a small network that spares guidance the decoder; `pixels`: the paper's U-Net over
    a ResNet-34, from scratch."""
    extend: bool = True
    """Whether a reader of latents begins with what the base's own segmenter learned of seeing."""
    widths: tuple[Annotated[int, Field(ge=8, le=2048, multiple_of=8)], ...] = ()
    """Channels of its levels, the finest first; none are 48, 96, 160, or ResNet-34's."""
    depths: tuple[Annotated[int, Field(ge=1, le=64)], ...] = ()
    """Blocks of each of the ResNet's stages, one less than `widths`; none are ResNet-34's."""

    @model_validator(mode="after")
    def _of_one_shape(self) -> Self:
        asked = len(self.depths) + 1 if self.depths else len(self.widths)
        if self.sees == "pixels" and len(self.widths) != asked:
            raise PydanticCustomError(
                "contradiction",
                "{said}",
                {
                    "said": "a ResNet has as many widths as stages, and one for its stem",
                    "keys": ("depths", "widths"),
                },
            )
        return self


Training = Annotated[
    DreamboothTraining
    | LoraTraining
    | TextualInversionTraining
    | CutMixTraining
    | SegMixTraining
    | CustomDiffusionTraining
    | ModularTraining
    | SegmenterTraining,
    Field(discriminator="recipe"),
]
