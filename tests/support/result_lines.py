"""Lines of output and error files, as a provider returns them, and of input files."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from lib.batch import InputFile, read_requests

Line: TypeAlias = dict[str, Any]


def answered(custom_id: str, text: str, finish: str = "stop", created: int = 0) -> Line:
    """The line of an answered request."""
    message = {"role": "assistant", "content": text, "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
    body = {"id": "c", "object": "chat.completion", "created": created, "choices": [choice], "usage": usage}
    return _line(custom_id, 200, body)


def refused(custom_id: str, reason: str) -> Line:
    """The line of a request that the model refused."""
    line = answered(custom_id, "")
    line["response"]["body"]["choices"][0]["message"] = {"role": "assistant", "content": None, "refusal": reason}
    return line


def failed(custom_id: str, message: str, status: int = 400) -> Line:
    """The line of a failed request as many providers write it: the message in the body, and `error` null."""
    return _line(custom_id, status, {"error": {"message": message, "code": "bad_request"}})


def expired(custom_id: str) -> Line:
    """A line of the error file, without a response."""
    return {"id": "b", "custom_id": custom_id, "response": None, "error": {"code": "batch_expired", "message": "Late"}}


def input_line(custom_id: str, prompt: str, model: str = "m") -> Line:
    """A line of the input file."""
    body = {"model": model, "messages": [{"role": "user", "content": prompt}]}
    return {"custom_id": custom_id, "method": "POST", "url": "/v1/chat/completions", "body": body}


def sent_file(prompts: Mapping[str, str], name: str = "in.jsonl") -> InputFile:
    """The input file of these prompts by their ids."""
    return read_requests(jsonl(input_line(custom_id, prompt) for custom_id, prompt in prompts.items()), name)


def jsonl(lines: Iterable[Line]) -> bytes:
    """The lines as a file."""
    return b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)


def read(data: bytes) -> list[Line]:
    """The lines of a file."""
    return [json.loads(line) for line in data.splitlines()]


def _line(custom_id: str, status: int, body: Any) -> Line:
    response = {"status_code": status, "request_id": "r", "body": body}
    return {"id": "b", "custom_id": custom_id, "response": response, "error": None}
