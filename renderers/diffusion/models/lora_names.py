"""What the keys of LoRA files mean, whichever program wrote them: a network, a layer, a part.

Understood are diffusers' and peft's names, those of kohya's scripts with diffusers' or with the
original (SGM) block numbers, ComfyUI's, and the attention processors of 2023. Every name is brought
to one form, the layer's own in the network with `_` for `.`, since kohya's names allow no other.
"""

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

NetworkName = Literal["unet", "text_encoder", "text_encoder_2"]

_PARTS = (
    (r"\.lora_A(?:\.\w+)?\.weight", "down"),
    (r"\.lora_B(?:\.\w+)?\.weight", "up"),
    (r"\.lora(?:_linear_layer)?[._](down|up|mid)\.weight", None),
    (r"(?<=\w)_lora\.(down|up)\.weight", None),
    (r"\.alpha", "alpha"),
    (r"\.(?:dora_scale|lora_magnitude_vector(?:\.\w+)*)", "magnitude"),
    (r"\.(hada_(?:w[12]_[ab]|t[12]))", None),
    (r"\.(lokr_(?:w[12](?:_[ab])?|t2))", None),
)
"""How a key may end, and what the tensor is then; None is what the ending's group says."""
_NETWORKS: tuple[tuple[str, NetworkName], ...] = (
    ("lora_unet_", "unet"),
    ("lora_te1_", "text_encoder"),
    ("lora_te2_", "text_encoder_2"),
    ("lora_te_", "text_encoder"),
    ("model.diffusion_model.", "unet"),
    ("diffusion_model.", "unet"),
    ("unet.", "unet"),
    ("text_encoder_2.", "text_encoder_2"),
    ("text_encoder.", "text_encoder"),
    ("text_model.", "text_encoder"),
)


class LoraKey(NamedTuple):
    """One tensor of a file, understood."""

    network: NetworkName
    layer: str
    """Its name in the network, with `_` for `.`; block numbers may still be SGM's."""
    part: str
    """`down`, `up`, `mid`, `alpha`, `magnitude`, or a factor of LoHa or LoKr by its own name."""


def understood(key: str) -> LoraKey | None:
    """Return what a key means; None if it is no LoRA's."""
    for ending, part in _PARTS:
        if match := re.search(f"{ending}$", key):
            network, layer = _layer(key[: match.start()].removeprefix("base_model.model."))
            return LoraKey(network, layer, part or match.group(1))
    return None


def _layer(name: str) -> tuple[NetworkName, str]:
    network: NetworkName = "unet"
    for prefix, meant in _NETWORKS:
        if name.startswith(prefix):
            network, name = meant, name.removeprefix(prefix)
            break
    if network != "unet":
        name = name.removeprefix("text_model.").removeprefix("text_model_")
        # As diffusers named attention in text encoders in 2023.
        name = re.sub(r"(self_attn[._])to_([qkv])$", r"\1\2_proj", name)
        name = re.sub(r"(self_attn[._])to_out$", r"\1out_proj", name)
    else:
        name = re.sub(r"\.processor\.(to_[qkv])$", r".\1", name)
        name = re.sub(r"\.processor\.to_out$", ".to_out.0", name)
    return network, name.replace(".", "_")


_INSIDE = {
    "in_layers_2": "conv1",
    "emb_layers_1": "time_emb_proj",
    "out_layers_3": "conv2",
    "skip_connection": "conv_shortcut",
}
_AROUND = {
    "time_embed_0": "time_embedding_linear_1",
    "time_embed_2": "time_embedding_linear_2",
    "label_emb_0_0": "add_embedding_linear_1",
    "label_emb_0_2": "add_embedding_linear_2",
    "input_blocks_0_0": "conv_in",
    "out_2": "conv_out",
}


def from_sgm(layer: str, layers_per_block: int) -> str:
    """Return diffusers' name of a U-Net's layer that may bear the original code's block numbers."""
    if layer in _AROUND:
        return _AROUND[layer]
    if match := re.fullmatch(r"middle_block_(\d)_(.+)", layer):
        kind = ("resnets_0", "attentions_0", "resnets_1")[min(int(match[1]), 2)]
        return f"mid_block_{kind}_{_INSIDE.get(match[2], match[2])}"
    match = re.fullmatch(r"(input|output)_blocks_(\d+)_(\d+)_(.+)", layer)
    if match is None:
        return layer
    down, number, inner, rest = match[1] == "input", int(match[2]), int(match[3]), match[4]
    block, at = divmod(number - down, layers_per_block + 1)
    side = f"down_blocks_{block}" if down else f"up_blocks_{block}"
    if rest in ("op", "conv"):
        return f"{side}_{'down' if down else 'up'}samplers_0_conv"
    return f"{side}_{('resnets', 'attentions')[min(inner, 1)]}_{at}_{_INSIDE.get(rest, rest)}"


def partly(file: str, used: int, left_out: Sequence[str]) -> str:
    """Say that a file fits a model in part."""
    return (
        f"{file}: {used} of its {used + len(left_out)} layers fit this model; {left_out[0]} is "
        "the first that does not"
    )
