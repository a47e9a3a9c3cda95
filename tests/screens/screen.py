"""A session of the app without a browser: what a user sees and does, through Streamlit's AppTest."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import pandas as pd
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
SECONDS = 30

File: TypeAlias = tuple[str, bytes]
"""A file's name and bytes."""

NINE = ("Sent", "OK", "Failed", "Cut short", "Refused", "Missing", "Duplicate", "Unknown", "Unreadable")
"""The counts of Results."""

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])|\*\*")
_BADGE = re.compile(r":[a-z]+(?:-badge)?\[([^\]]*)\]")
_FOLDS = ("results_fold", "results_values_popover", "results_table_settings", "results_export_more")
"""Folds that the app draws only when they are open; they are open in every test."""

_READ_AS_MARKDOWN = ("body", "label", "help", "title", "text")


class Screen:
    """One session of the app. Every action ends when the app has run, and fails at an exception."""

    def __init__(self, page: str = "compose", values: Mapping[str, Any] = MappingProxyType({})) -> None:
        """Opens a page in a new session that has some values already. Only its first run draws the frame."""
        self.at = AppTest.from_file(APP, default_timeout=SECONDS)
        for key, value in values.items():
            self.at.session_state[key] = value
        self._run()
        if page != "compose":
            self.go(page)

    def go(self, page: str) -> None:
        """Goes to a page in the same session."""
        self.at.switch_page(f"pages/{page}.py")
        self._run()

    def upload(self, label: str, *files: File) -> None:
        """Uploads files where the uploader's label starts with this. Its key changes after each upload."""
        inbox = next(inbox for inbox in self.at.file_uploader if inbox.label.startswith(label))
        payload = [(name, data, "application/octet-stream") for name, data in files]
        inbox.set_value(payload if inbox.accept_multiple_files else payload[0])
        self._run()

    def fill(self, key: str, value: Any) -> None:
        """Sets a field, a choice or a switch."""
        self._node(key).set_value(value)
        self._run()

    def type_option(self, key: str, text: str) -> None:
        """Types a new option into a select box that accepts one."""
        box = self._node(key)
        states = self.at._tree.get_widget_states()
        kept = [state for state in states.widgets if state.id != box.id]
        del states.widgets[:]
        states.widgets.extend([*kept, WidgetState(id=box.id, string_value=text)])
        self.at._run(states)
        assert not self.at.exception

    def press(self, label: str, index: int = 0) -> None:
        """Presses a button, by its index among those with this label."""
        self._button(label, index).click()
        self._run()

    def press_at_once(self, label: str, *indexes: int) -> None:
        """Presses several buttons with this label before the app runs."""
        for index in indexes:
            self._button(label, index).click()
        self._run()

    def view(self, name: str) -> None:
        """Opens a view of Results."""
        self.fill("results_view", name)

    def open(self, key: str) -> None:
        """Opens a panel that the app draws only when it is open."""
        self.at.session_state[key] = True
        self._run()

    def choose_row(self, place: int) -> None:
        """Selects a row of the results table, as a click does."""
        self._select(self._table(), [place])

    def choose_place(self, rule: str, place: int) -> None:
        """Selects a row of the table of one rule on the Check page."""
        self._select(next(table for table in self.at.dataframe if f"check reason {rule}" in table.id), [place])

    def choose_pair(self, place: int) -> None:
        """Selects a row of the comparison of two runs."""
        self._select(next(table for table in self.at.dataframe if "compare rows" in table.id), [place])

    def choose_cell(self, key: str, row: int, column: str) -> None:
        """Selects a cell of the table whose key starts with this."""
        table = next(table for table in self.at.dataframe if key in table.id)
        self._select(table, rows=[], cells=[[row, column]])

    def labels(self, start: str = "") -> list[str]:
        """The labels of the buttons that start with this."""
        every = (*self.at.button, *self.at.download_button)
        return [label for button in every if (label := literal(button.label)).startswith(start)]

    def value(self, key: str) -> Any:
        """The value of a field."""
        return self._node(key).value

    def options(self, key: str) -> list[str]:
        """The options of a select box."""
        return list(self.at.selectbox(key).options)

    def has(self, key: str) -> bool:
        """Whether an element with this key is on the screen."""
        return any(getattr(node, "key", None) == key for node in self.at)

    def has_button(self, label: str) -> bool:
        """Whether a button with this label is on the screen and enabled."""
        return any(literal(button.label) == label and not button.disabled for button in self.at.button)

    def is_ready(self) -> bool:
        """Whether the batch can be downloaded."""
        return any(button.key == "compose_download" for button in self.at.download_button)

    def metrics(self) -> dict[str, str]:
        """The metrics on the screen by their labels; on Results, the counts of the ledger."""
        if not self.has("results_status"):
            return {metric.label: metric.value for metric in self.at.metric}
        ledger = self._node("results_ledger")
        beside = [str(node.value) for node in (*ledger.markdown, *ledger.caption)]
        text = " ".join([*self._node("results_status").options, *beside])
        text = _BADGE.sub(r"\1", literal(text))
        return {label: found[1] for label in NINE if (found := re.search(rf"{label} (\d+|unknown)", text))}

    def said(self) -> str:
        """All text on the screen, as a reader sees it."""
        plain = [str(node.value) for node in (*self.at.text, *self.at.code)]
        return "\n".join([*map(literal, self.markdown()), *plain])

    def errors(self) -> str:
        """The text of the error alerts, as a reader sees it."""
        return _joined(self.at.error)

    def warnings(self) -> str:
        """The text of the warnings, as a reader sees it."""
        return _joined(self.at.warning)

    def markdown(self) -> list[str]:
        """Every text on the screen that the browser renders as Markdown."""
        return list(self._markdown())

    def line(self) -> dict[str, Any]:
        """The previewed request, as in the file."""
        line: dict[str, Any] = json.loads(self.at.code[-1].value)
        return line

    def conversation(self) -> list[tuple[str, str]]:
        """The role and text of each message on the screen."""
        return [(said.name, _text(said)) for said in self.at.chat_message]

    def answer(self, label: str = "Answer") -> str:
        """The chosen row's answer, or one of its fields, as the field shows it."""
        return str(self._field(label).value)

    def choices(self, label: str) -> list[str]:
        """The values that a field of the chosen row's answer offers; none if any text can be typed."""
        return list(getattr(self._field(label), "options", ()))

    def correct(self, label: str, text: Any) -> None:
        """Types or chooses another value for the chosen row's answer, or for one of its fields."""
        self._field(label).set_value(text)
        self._run()

    def marked(self) -> list[str]:
        """The texts that the preview marks as the row's own."""
        bodies = [html.proto.body for said in self.at.chat_message for html in said.get("html")]
        return [unescape(found) for body in bodies for found in re.findall("<mark[^>]*>(.*?)</mark>", body, re.DOTALL)]

    def table(self) -> pd.DataFrame:
        """The page of results."""
        frame: pd.DataFrame = self._table().value
        return frame.map(lambda cell: cell if isinstance(cell, str) else "".join(cell))

    def column_settings(self) -> dict[str, dict[str, Any]]:
        """The settings of each column of the page of results, such as `{"width": 96}`."""
        settings: dict[str, dict[str, Any]] = json.loads(self._table().proto.columns)
        return settings

    def _select(self, table: Any, rows: list[int], cells: Sequence[list[Any]] = ()) -> None:
        states = self.at._tree.get_widget_states()
        chosen = {"selection": {"rows": rows, "columns": [], "cells": list(cells)}}
        states.widgets.append(WidgetState(id=table.id, string_value=json.dumps(chosen)))
        self.at._run(states)
        assert not self.at.exception

    def _run(self) -> None:
        for fold in _FOLDS:
            self.at.session_state[fold] = True
        self.at.run()
        assert not self.at.exception
        assert "Something went wrong" not in self.errors()

    def _button(self, label: str, index: int) -> Any:
        matching = [button for button in self.at.button if literal(button.label) == label]
        assert len(matching) > index, f"No button {label!r}, only {[button.label for button in self.at.button]}"
        return matching[index]

    def _field(self, label: str) -> Any:
        fields = (*self.at.text_area, *self.at.text_input, *self.at.selectbox, *self.at.multiselect)
        return next(field for field in fields if literal(field.label) == label)

    def _table(self) -> Any:
        return self._node("results_table").dataframe[0]

    def _node(self, key: str) -> Any:
        return self.at.get_by_key(key)

    def _markdown(self) -> Iterator[str]:
        unread = ("text", "code", "json", "text_area", "dataframe", "html")
        for node in self.at:
            proto = getattr(node, "proto", None)
            names: Sequence[str] = _READ_AS_MARKDOWN if node.type not in unread else ("label", "help")
            for name in names:
                if text := getattr(proto, name, None):
                    yield str(text)


def _joined(alerts: Iterable[Any]) -> str:
    return "\n".join(literal(f"{alert.proto.title}\n{alert.value}") for alert in alerts)


def _text(message: Any) -> str:
    """A message as a reader sees it, from plain text or from escaped HTML with marks."""
    if message.text:
        return str(message.text[0].value)
    body = re.sub(r"</?(?:div|mark)\b[^>]*>", "", message.get("html")[0].proto.body)
    assert "<" not in body
    return unescape(body)


def literal(markdown: str) -> str:
    """The text that a browser shows for Markdown: without escapes, bold marks and invisible joiners."""
    return _ESCAPE.sub(lambda found: found[1] or "", markdown).replace("\u2060", "")
