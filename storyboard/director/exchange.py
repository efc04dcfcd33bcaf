"""One question to one server: bounded in time, size and patience, every failure in words."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx2
import openai

from storyboard.director.endpoint import Endpoint
from storyboard.director.proxies import proxy_for
from storyboard.director.questions import Question
from storyboard.director.replies import Reply, Unanswered

SECONDS = 120.0
"""At most for one answer, however slowly it comes."""
_BYTES = 1_000_000
_TOKENS = 2_000
_PATIENCE = 20.0
"""The longest wait that a server may ask for before it is tried again."""


class Server:
    """Asks an OpenAI-compatible server; it follows no redirection, so a key goes to one host."""

    def __init__(self, endpoint: Endpoint, *, seconds: float = SECONDS) -> None:
        self._endpoint = endpoint
        self._seconds = seconds
        self._strict: bool | None = None
        """Whether it takes a schema; None before it was tried."""
        self._proxy = proxy_for(endpoint.url)
        transport = _Bounded(httpx2.HTTPTransport(proxy=self._proxy), seconds=seconds)
        self._client = openai.OpenAI(
            base_url=endpoint.url,
            api_key=endpoint.key or "none",
            max_retries=0,
            http_client=httpx2.Client(
                transport=transport, timeout=seconds, follow_redirects=False, trust_env=False
            ),
        )

    def ask(self, question: Question, *, mend: tuple[str, str] | None = None) -> Reply:
        """Ask; `mend` is a first answer and what was wrong with it.

        Raises:
            Unanswered: whatever happened, in words.
        """
        messages = question.messages
        if mend:
            wrong = f"That answer cannot be used:\n{mend[1]}\nAnswer again, whole, and mended."
            messages += [
                {"role": "assistant", "content": mend[0]},
                {"role": "user", "content": wrong},
            ]
        for attempt in (1, 2, 3):
            try:
                return self._asked(question, messages)
            except openai.RateLimitError as error:
                wait = _wait_of(error, attempt)
                if attempt == 3 or wait > _PATIENCE:
                    raise self._refusal(error, question.model) from None
                time.sleep(wait)
            except openai.InternalServerError as error:
                if attempt == 3:
                    raise self._refusal(error, question.model) from None
                time.sleep(0.2 * attempt)
            except openai.BadRequestError as error:
                if self._strict is not None:
                    raise self._refusal(error, question.model) from None
                # The server may not know schemas: the prompt holds it too.
                self._strict = False
            except (openai.OpenAIError, httpx2.HTTPError, ValueError, TypeError) as error:
                raise self._refusal(error, question.model) from None
        raise Unanswered(f"{question.model} gave no answer")

    def _asked(self, question: Question, messages: list[dict[str, str]]) -> Reply:
        options: Any = {
            "model": question.model,
            "messages": messages,
            "max_tokens": _TOKENS,
            "temperature": 0,
            "seed": 0,
            "response_format": self._format(question),
        }
        made = self._client.chat.completions.create(**options)
        choices = getattr(made, "choices", None)
        if not choices or choices[0].message is None:
            raise Unanswered(
                "the server's answer is not of the kind that was asked for",
                hint="Is the address right? It usually ends in /v1.",
                lasting=True,
            )
        if self._strict is None:
            self._strict = True
        message = choices[0].message
        if getattr(message, "refusal", None):
            raise Unanswered(f"the model refuses: {_plain(message.refusal)}")
        if choices[0].finish_reason == "length":
            raise Unanswered("the answer was cut off, because it is too long")
        if not isinstance(message.content, str) or not message.content.strip():
            raise Unanswered("the answer is empty")
        usage = made.usage
        return Reply(
            message.content,
            usage.prompt_tokens if usage else 0,
            usage.completion_tokens if usage else 0,
        )

    def _format(self, question: Question) -> dict[str, Any]:
        if self._strict is False:
            return {"type": "json_object"}
        schema = json.loads(question.answer)
        return {
            "type": "json_schema",
            "json_schema": {"name": "directions", "strict": True, "schema": schema},
        }

    def _said(self, text: str | None) -> str:
        """Repeat a server's words: in a line, without controls, and never a key."""
        key = self._endpoint.key
        return _plain((text or "").replace(key, "…") if key else text)

    def _unreachable(self) -> Unanswered:
        through = " through the environment's proxy" if self._proxy else ""
        told = f"{self._endpoint.url} cannot be reached{through}"
        return Unanswered(told, hint="Is the server running?", lasting=True)

    def _refusal(self, error: Exception, model: str) -> Unanswered:
        where = self._endpoint.url
        match error:
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                return Unanswered(
                    f"{where} does not accept the key ({error.status_code})",
                    lasting=True,
                    hint="Set STORYBOARD_DIRECTOR_KEY to a key for this address.",
                )
            case openai.NotFoundError():
                return Unanswered(
                    f"{where} knows no model {model}, or has nothing at this address (404)",
                    hint="Look up the model's name there, and whether the address ends in /v1.",
                    lasting=True,
                )
            case openai.RateLimitError():
                return Unanswered(
                    f"{where} takes no more questions for now (429)",
                    lasting=True,
                    hint="Try again later; what was answered is recorded.",
                )
            case openai.APITimeoutError():
                return Unanswered(f"{where} did not answer within {self._seconds:g} seconds")
            case openai.APIConnectionError() if isinstance(error.__cause__, httpx2.ReadError):
                return Unanswered(f"{where}: {self._said(str(error.__cause__))}")
            case openai.APIConnectionError():
                return self._unreachable()
            case openai.APIStatusError():
                return Unanswered(
                    f"{where} answers {error.status_code}: {self._said(error.message)}"
                )
            case _:
                return Unanswered(
                    f"{where} does not answer as such a server does: {self._said(str(error))}",
                    hint="Is the address right? It usually ends in /v1.",
                    lasting=True,
                )


def _wait_of(error: openai.RateLimitError, attempt: int) -> float:
    said = error.response.headers.get("retry-after", "")
    return float(said) if said.replace(".", "", 1).isdigit() else 0.5 * attempt


def _plain(text: str | None) -> str:
    kept = "".join(letter if letter.isprintable() else " " for letter in text or "")
    return " ".join(kept.split())[:120]


class _Bounded(httpx2.BaseTransport):
    """A transport whose answers end: after so many seconds in all, and so many bytes."""

    def __init__(self, inner: httpx2.BaseTransport, *, seconds: float) -> None:
        self._inner = inner
        self._seconds = seconds

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request, and bound the reading of its answer."""
        end = time.monotonic() + self._seconds
        response = self._inner.handle_request(request)
        stream = response.stream
        assert isinstance(stream, httpx2.SyncByteStream)
        response.stream = _BoundedStream(stream, request, end=end)
        return response

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


class _BoundedStream(httpx2.SyncByteStream):
    def __init__(
        self, inner: httpx2.SyncByteStream, request: httpx2.Request, *, end: float
    ) -> None:
        self._inner = inner
        self._request = request
        self._end = end

    def __iter__(self) -> Iterator[bytes]:
        count = 0
        for part in self._inner:
            count += len(part)
            if count > _BYTES:
                raise httpx2.ReadError("the answer is larger than 1 MB", request=self._request)
            if time.monotonic() > self._end:
                raise httpx2.ReadTimeout("the answer takes too long", request=self._request)
            yield part

    def close(self) -> None:
        self._inner.close()
