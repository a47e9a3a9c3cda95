"""The id, the model and the endpoint of every entry of a checked file."""

from typing import Any

from lib.check.checked_file import CheckedFile
from lib.check.line import LineCheck
from lib.check.line_forms import as_request
from lib.check.line_template import LineTemplate
from lib.json import codec, edit
from lib.providers import EMBEDDINGS


class EntryRecorder:
    """Adds entries to the columns of a checked file, in order."""

    def __init__(self, checked: CheckedFile, check: LineCheck) -> None:
        self._checked, self._check = checked, check
        self._add_id, self._add_model = checked.ids.append, checked.models.append
        self._add_endpoint = checked.endpoints.append

    def add_match(self, custom_id: str, template: LineTemplate) -> None:
        """Adds an entry that matches a template."""
        endpoint = template.endpoint
        self._add_id(custom_id)
        self._add_model(template.model)
        self._add_endpoint(endpoint)
        if endpoint == EMBEDDINGS:
            self._checked.inputs[len(self._checked.ids) - 1] = 1

    def add(self, value: Any, flawed: bool) -> None:
        """Adds an entry. A flawed one may be in any form."""
        request = as_request(value) if flawed else value
        body = request.get("body")
        model = body.get("model") if type(body) is dict else None
        endpoint = self._check.endpoint(request) or ""
        self._add_id(self._id_text(request))
        self._add_model(model if type(model) is str else "")
        self._add_endpoint(endpoint)
        if endpoint == EMBEDDINGS and type(body) is dict:
            self._checked.inputs[len(self._checked.ids) - 1] = _count_texts(body.get("input"))

    def _id_text(self, request: dict[str, Any]) -> str | None:
        """The custom_id as text, a number with every digit; None where there is none."""
        custom_id = request.get("custom_id")
        if isinstance(custom_id, str):
            return custom_id if custom_id.strip() else None
        if custom_id is None:
            return None
        return (self._digits(custom_id) if type(custom_id) is float else "") or codec.dumps(custom_id).decode()

    def _digits(self, custom_id: float) -> str:
        """The last entry's id as it is written, under any key: a float keeps 16 of its digits."""
        checked = self._checked
        text = checked.text.data[checked.starts[-1] : checked.stops[-1]].decode("utf-8", "replace")
        text = text.removeprefix("\ufeff")
        try:
            written = [text[member.value : member.stop] for member in edit.members(text)]
        except ValueError:  # one of several values that share their bytes
            return ""
        return next((digits for digits in written if _is_number(digits) and float(digits) == custom_id), "")


def _is_number(written: str) -> bool:
    return written[:1].isdigit() or written[:1] == "-"


def _count_texts(inputs: Any) -> int:
    """The number of texts to embed. A list of numbers is one text, as tokens."""
    return len(inputs) if isinstance(inputs, list) and not all(type(item) is int for item in inputs) else 1
