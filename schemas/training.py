"""What `storyboard train` can be told: one model a recipe, told apart by `recipe`.

Defaults are those of the papers, or of diffusers' own scripts where a paper gives none.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.base import Value
from schemas.settings import Fraction

Rate = Annotated[float, Field(gt=0, le=1)]
Range = tuple[float, float]
Off = Literal[False]
"""How a group of settings is left out that is there by default."""


def _ordered(name: str, limits: Range, *, least: float, most: float) -> None:
    low, high = limits
    if not least <= low <= high <= most:
        raise PydanticCustomError(
            "contradiction",
            "{said}",
            {
                "said": f"{name} must be two numbers from {least:g} to {most:g}, the lower first",
                "keys": (name,),
            },
        )


class AugmentationSettings(Value):
    """How one cut-out becomes many pictures; the numbers are MSP-Diffusion's (2405.12742)."""

    zoom: Range = (0.4, 0.5)
    """Least and greatest height of the figure, in heights of the picture; above 1 its upper part
    fills the picture."""
    crop: Range = (0.65, 0.95)
    """Least and greatest part of the whole that is kept where it is cropped."""
    crop_probability: Fraction = 0.1
    backgrounds: Literal["drawn", "plain", "own"] = "drawn"
    """`drawn`: places out of this package; `plain`: one colour; `own`: the picture as it is,
    neither cut out nor moved."""
    places: int = Field(default=100, ge=1, le=10_000)
    """How many different drawn backgrounds there are."""
    flip: bool = False
    """Whether half of the figures are mirrored. Leave it for characters that are not symmetrical;
    words of direction are mirrored with them."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _ordered("zoom", self.zoom, least=0.05, most=8)
        _ordered("crop", self.crop, least=0.05, most=1)
        return self


class PriorSettings(Value):
    """Prior preservation (DreamBooth, arXiv 2208.12242): what the base knew is trained as well."""

    weight: float = Field(default=1.0, ge=0, le=100)
    """Of the loss on these pictures, against the loss on the subjects'."""
    pictures: int = Field(default=200, ge=1, le=10_000)
    """How many there are for each class; the base draws them once, and they are kept."""
    steps: int = Field(default=50, ge=1, le=1000)
    """Steps in which one of them is drawn."""


class SampleSettings(Value):
    """Pictures drawn while training: one a character, and one a pair."""

    every: int = Field(default=0, ge=0)
    """After so many steps, and before the first; 0 draws none."""
    steps: int = Field(default=20, ge=1, le=1000)
    guidance_scale: float | None = Field(default=None, ge=0, le=50)
    """None takes what the base's directory recommends, else 7.5."""
    strength: Fraction = 0.7
    """How far a start is noised, for a base that draws from a collage alone."""


class MaskSettings(Value):
    """Who cuts figures out where neither transparency nor a plain background does."""

    detector: str
    """OWLv2 or OWL-ViT, which finds them: a directory or hub id."""
    segmenter: str
    """SAM, which finds their outlines: a directory or hub id."""


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
        _ordered("noise", self.noise, least=0, most=1)
        return self

    def learned_from(self) -> dict[str, object]:
        """Return, as JSON, what changes the result by more than rounding."""
        kept = {"device", "precision", "gradient_checkpointing", "checkpoint_every", "samples"}
        return self.model_dump(mode="json", exclude=kept | {"tensorboard"} | self._not_learned)

    @property
    def _not_learned(self) -> set[str]:
        """Settings that change no result: subjects' masks lie beside their pictures."""
        return {"masks"}


class DreamboothTraining(TrainingSettings):
    """The whole U-Net, all subjects together (arXiv 2208.12242), as MSP-Diffusion begins."""

    recipe: Literal["dreambooth"] = "dreambooth"
    steps: int = Field(default=800, ge=1, le=1_000_000)
    learning_rate: Rate = 5e-6
    text_encoder: bool = False
    """Whether the text encoders learn too; 2e-6 is the usual rate then."""
    prior: PriorSettings | Off = PriorSettings()
    """`false` trains on the subjects alone, and forgets their class."""


class LoraTraining(TrainingSettings):
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


class DcoSettings(Value):
    """Direct consistency optimisation (arXiv 2402.12004), in the prior's place."""

    beta: float = Field(default=1000.0, gt=0)


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
    outside: Fraction = 1.0
    """How much the loss counts where no subject is."""
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


class TextualInversionTraining(TrainingSettings):
    """A word for each character, and nothing else of the model (arXiv 2208.01618)."""

    recipe: Literal["textual-inversion"] = "textual-inversion"
    steps: int = Field(default=3000, ge=1, le=1_000_000)
    learning_rate: Rate = 5e-4
    accumulate: int = Field(default=4, ge=1, le=1024)
    weight_decay: float = Field(default=0.0, ge=0, le=1)
    vectors: int = Field(default=1, ge=1, le=32)
    """How many vectors the word has; each costs one of the prompt's places."""


class CustomDiffusionTraining(TrainingSettings):
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
