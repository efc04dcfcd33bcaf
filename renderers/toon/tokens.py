"""A small CLIP tokenizer of our own: byte-pair pieces learnt from captions, rare tokens whole."""

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from tokenizers import Tokenizer
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from tokenizers.trainers import BpeTrainer
from transformers import CLIPTokenizer

START, END = "<|startoftext|>", "<|endoftext|>"
RARE = ("sks", "hta", "ohwx", "zwx", "pll", "xjy", "vnc", "rrf", "olis", "dtz", "qnp")
"""The packaged cast's DreamBooth tokens: each must stay one piece."""


def learn(captions: Iterable[str], *, pieces: int = 1500, length: int = 64) -> CLIPTokenizer:
    """Learn byte-pair pieces from captions; the start and end tokens come last, as in CLIP."""
    template = CLIPTokenizer()
    personalizer = Tokenizer(BPE(unk_token=END, end_of_word_suffix="</w>"))
    personalizer.normalizer = template.backend_tokenizer.normalizer
    personalizer.pre_tokenizer = template.backend_tokenizer.pre_tokenizer
    trainer = BpeTrainer(
        vocab_size=pieces,
        end_of_word_suffix="</w>",
        initial_alphabet=_alphabet(),
        show_progress=False,
    )
    # Rare tokens are repeated until none of their merges is too rare to be kept.
    personalizer.train_from_iterator([*captions, *RARE * 2_000], trainer)
    return _as_clip(personalizer, length=length)


def _alphabet() -> list[str]:
    return sorted(ByteLevel.alphabet())


def _as_clip(personalizer: Tokenizer, *, length: int) -> CLIPTokenizer:
    model = json.loads(personalizer.to_str())["model"]
    vocabulary = dict(sorted(model["vocab"].items(), key=lambda item: item[1]))
    # Bytes inside a word are in the alphabet already; those that end one may not be.
    for byte in _alphabet():
        vocabulary.setdefault(byte + "</w>", len(vocabulary))
    vocabulary |= {START: len(vocabulary), END: len(vocabulary) + 1}
    merges = [" ".join(pair) if isinstance(pair, list) else pair for pair in model["merges"]]
    with TemporaryDirectory() as folder:
        words, pairs = Path(folder, "vocab.json"), Path(folder, "merges.txt")
        words.write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
        pairs.write_text("\n".join(["#version: 0.2", *merges, ""]), encoding="utf-8")
        made: CLIPTokenizer = CLIPTokenizer.from_pretrained(folder, model_max_length=length)
        return made
