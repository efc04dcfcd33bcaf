"""A server for tests that speaks as OpenAI-compatible servers do, on loopback."""

import json
from typing import Any

from pytest_httpserver import HTTPServer

PATH = "/v1/chat/completions"


def completion(content: str | None, **more: Any) -> dict[str, Any]:
    """Return the body of an answer."""
    message = {"role": "assistant", "content": content, "refusal": more.pop("refusal", None)}
    choice = {"index": 0, "message": message, "finish_reason": more.pop("finish_reason", "stop")}
    return {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": "tiny",
        "choices": [choice],
        "usage": {"prompt_tokens": 900, "completion_tokens": 50, "total_tokens": 950},
    } | more


def answer(**more: Any) -> str:
    """Return a model's answer about Dee and Ringo."""
    role = {
        "who": "dee",
        "pose": "running",
        "mood": None,
        "facing": "ringo",
        "at": None,
        "depth": None,
        "away": False,
        "acts": True,
    }
    other = role | {"who": "ringo", "pose": "sitting", "facing": None}
    relation = {"subject": "dee", "relation": "left of", "object": "ringo"}
    empty = {"props": [], "extras": [], "place": None, "not_understood": []}
    return json.dumps({"roles": [role, other], "relations": [relation], **empty} | more)


def says(server: HTTPServer, *contents: str | dict[str, Any]) -> None:
    """Let the server give these answers, one after another."""
    for content in contents:
        body = completion(content) if isinstance(content, str) else content
        server.expect_ordered_request(PATH, method="POST").respond_with_json(body)
