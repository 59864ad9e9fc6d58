"""A prompt's words as the model sees them: long ones in chunks, weighted ones pulled away from the empty prompt."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import torch

from gallery.errors import GardenError
from generation import weighting
from generation.engines.base import RenderError, RenderRequest
from generation.weighting import Piece, Reading

# So many prompts and negative prompts are kept encoded: the pictures of one batch mostly share theirs.
KEPT: Final = 64

# Numbers of the vocabulary, each with its weight.
_Tokens = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Wish:
    """The words of one picture, and into how many chunks the longest of them goes."""

    wanted: Reading
    unwanted: Reading
    chunks: int


class Encoder:
    """Encodes each picture's words alone: whatever company it is rendered in, it gets the same numbers."""

    def __init__(self, pipeline: Any) -> None:
        names = ("", "_2")
        parts = [(getattr(pipeline, f"tokenizer{n}", None), getattr(pipeline, f"text_encoder{n}", None)) for n in names]
        self._coders = [(tokenizer, encoder) for tokenizer, encoder in parts if tokenizer is not None]
        # XL takes its words one layer before the last, of two encoders side by side, and a summary of the second's.
        self._is_xl = getattr(pipeline, "tokenizer_2", None) is not None
        self._no_words_are_zeros = self._is_xl and pipeline.config.force_zeros_for_empty_prompt
        self.embedded = lru_cache(maxsize=KEPT)(self._embedded)

    def wish(self, request: RenderRequest) -> Wish:
        """Raises RenderError."""
        try:
            wanted, unwanted = weighting.parse(request.prompt), weighting.parse(request.negative_prompt)
        except GardenError as error:
            raise RenderError(str(error.sentence), kind="bad_recipe") from error
        stages = [stage.pieces for reading in (wanted, unwanted) for stage in reading.stages]
        chunks = max(len(self._chunks(tokenizer, pieces)) for tokenizer, _encoder in self._coders for pieces in stages)
        return Wish(wanted, unwanted, chunks)

    def unwanted(self, pieces: tuple[Piece, ...], chunks: int) -> tuple[Any, Any]:
        """As `embedded`; the models that were taught so see zeros where nothing is unwanted."""
        if pieces or not self._no_words_are_zeros:
            return self.embedded(pieces, chunks)
        hidden, pooled = self.embedded((), chunks)
        return torch.zeros_like(hidden), torch.zeros_like(pooled)

    def _embedded(self, pieces: tuple[Piece, ...], chunks: int) -> tuple[Any, Any]:
        """Tensors of shapes (1, 77 x chunks, d) and, for XL, (1, p), which is None for other models."""
        sides: list[Any] = []
        pooled = None
        for tokenizer, encoder in self._coders:
            filled = self._chunks(tokenizer, pieces)
            filled += [[]] * (chunks - len(filled))
            with torch.no_grad():
                answers = [self._chunk(tokenizer, encoder, chunk) for chunk in filled]
            sides.append(torch.cat([hidden for hidden, _pooled in answers], dim=1))
            pooled = answers[0][1] if self._is_xl else None
        return torch.cat(sides, dim=-1), pooled

    def _chunk(self, tokenizer: Any, encoder: Any, tokens: _Tokens) -> tuple[Any, Any]:
        hidden, pooled = self._encoded(tokenizer, encoder, [number for number, _weight in tokens])
        if any(weight != 1 for _number, weight in tokens):
            # e + (w - 1)(e - e0), for each token, where e0 is the empty prompt's at the same place: a weight of 1
            # changes nothing, 0 leaves the place as if nothing stood there, and 2 goes as far again.
            empty, _pooled = self._encoded(tokenizer, encoder, [])
            weights = [1.0, *(weight for _number, weight in tokens)]
            weights += [1.0] * (hidden.shape[1] - len(weights))
            pull = torch.tensor(weights, dtype=hidden.dtype, device=hidden.device)[None, :, None] - 1
            hidden = hidden + pull * (hidden - empty)
        return hidden, pooled

    def _encoded(self, tokenizer: Any, encoder: Any, tokens: Sequence[int]) -> tuple[Any, Any]:
        length = tokenizer.model_max_length
        numbers = [tokenizer.bos_token_id, *tokens, tokenizer.eos_token_id]
        seen = [1] * len(numbers) + [0] * (length - len(numbers))
        numbers += [tokenizer.pad_token_id] * (length - len(numbers))
        ids = torch.tensor([numbers], device=encoder.device)
        if self._is_xl:
            answer = encoder(ids, output_hidden_states=True)
            return answer.hidden_states[-2], answer[0] if answer[0].ndim == 2 else None
        looks = getattr(encoder.config, "use_attention_mask", False)
        mask = torch.tensor([seen], device=encoder.device) if looks else None
        return encoder(ids, attention_mask=mask)[0], None

    def _chunks(self, tokenizer: Any, pieces: tuple[Piece, ...]) -> list[_Tokens]:
        """At least one; each leaves room for the marks of beginning and end."""
        tokens: _Tokens = []
        for piece in pieces:
            numbers = tokenizer(piece.text, add_special_tokens=False, truncation=False, verbose=False).input_ids
            tokens += [(number, piece.weight) for number in numbers]
        room = tokenizer.model_max_length - 2
        return [tokens[start : start + room] for start in range(0, max(len(tokens), 1), room)]
