"""Draws the speeds of a run as SVG, for light and dark pages, with nothing but text. Knows no file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final, Self

from benchmarks.functions import JSON, OURS, TEXT, Measured
from benchmarks.results import SETS, Results
from benchmarks.samples.payloads import PLAIN
from benchmarks.samples.texts import TEXT_KINDS
from benchmarks.timing import document_name, text_name

SIZE: Final = 500
"""Characters of the texts that are drawn: a paragraph."""

_COLUMNS: Final = 2
_COLUMN: Final = 400
_GAP: Final = 40
_LEFT: Final = 160
_RIGHT: Final = 60
_ROW: Final = 22
_HEAD: Final = 64
_TITLE: Final = 52
WIDTH: Final = _COLUMNS * _COLUMN + (_COLUMNS - 1) * _GAP

_STYLE: Final = """
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328; }
  .heading { font-size: 16px; font-weight: 600; }
  .panel { font-weight: 600; }
  .quiet, .tick { fill: #59636e; font-size: 12px; }
  .tick { font-size: 10px; }
  .name { font-size: 12px; }
  .ours { font-size: 12px; font-weight: 600; }
  line { stroke: #d1d9e0; }
  .peer { fill: #6e7781; }
  .our { fill: #0969da; }
  line.our { stroke: #0969da; }
  .other { fill-opacity: 0.35; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .quiet, .tick { fill: #9198a1; }
    line { stroke: #3d444d; }
    .peer { fill: #9198a1; }
    .our { fill: #4493f8; }
    line.our { stroke: #4493f8; }
  }
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """One function's speed on each set of samples, in MB/s."""

    name: str
    speeds: tuple[float, ...]
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """The marks of one sample, the fastest first."""

    title: str
    marks: tuple[Mark, ...]

    @property
    def height(self) -> int:
        """What it takes of the drawing."""
        return _TITLE + _ROW * len(self.marks)


@dataclass(frozen=True, slots=True)
class Scale:
    """Powers of ten along the width of a panel."""

    first: int
    last: int

    @classmethod
    def of(cls, speeds: Sequence[float]) -> Self:
        """Make the scale that holds some speeds."""
        return cls(math.floor(math.log10(min(speeds))), math.ceil(math.log10(max(speeds))))

    def place(self, speed: float) -> float:
        """Tell where a speed stands."""
        share = (math.log10(speed) - self.first) / max(1, self.last - self.first)
        return round(_LEFT + share * (_COLUMN - _LEFT - _RIGHT), 1)


def _show_power(power: int) -> str:
    """Write a power of ten as short as the space between two asks for: 0.1, 100, 10k."""
    return show_number(10**power) if power < 3 else f"{10 ** (power - 3)}k"  # noqa: PLR2004 - kilo


def show_number(value: float) -> str:
    """Write three digits that count, and thousands apart."""
    return f"{float(f'{value:.3g}'):,.12g}".replace(",", " ")


def make_chart(results: Results) -> str:
    """Draw the speeds of a run, one panel a sample, all on one logarithmic scale."""
    panels = [panel for panel in _make_panels(results) if panel.marks]
    if not panels:
        return _svg(_HEAD, [_text(0, 24, "Speed was not measured", "heading")])
    scale = Scale.of([speed for panel in panels for mark in panel.marks for speed in mark.speeds])
    shapes = [
        _text(0, 24, "Speed, in MB/s on a logarithmic scale; pale: on samples made anew", "heading"),
        _text(0, 46, _caption(results), "quiet"),
    ]
    top = _HEAD
    for start in range(0, len(panels), _COLUMNS):
        row = panels[start : start + _COLUMNS]
        for column, panel in enumerate(row):
            drawn = "\n".join(_draw_panel(panel, scale))
            shapes.append(f'<g transform="translate({column * (_COLUMN + _GAP)} {top})">\n{drawn}\n</g>')
        top += max(panel.height for panel in row)
    return _svg(top, shapes)


def _make_panels(results: Results) -> Iterator[Panel]:
    for kind in TEXT_KINDS:
        title = f"{kind[0].upper()}{kind[1:]}, {SIZE} characters"
        yield _make_panel(title, results, "text", text_name(kind, SIZE), TEXT)
    sample = document_name("raw", PLAIN, "1 MB")
    yield _make_panel("JSON, 1 % artefacts, 1 MB", results, "json", sample, JSON)


def _make_panel(
    title: str, results: Results, suite: str, sample: str, functions: Iterable[Measured]
) -> Panel:
    marks = []
    for measured in functions:
        timings = [results.maybe_timing(suite, sample, measured.name, one) for one in SETS]
        speeds = tuple(timing.speed for timing in timings if timing)
        if speeds:
            marks.append(Mark(measured.name, speeds, measured.name in OURS))
    return Panel(title, tuple(sorted(marks, key=lambda mark: -mark.speeds[0])))


def _draw_panel(panel: Panel, scale: Scale) -> Iterator[str]:
    yield _text(0, 18, panel.title, "panel")
    for power in range(scale.first, scale.last + 1):
        x = scale.place(10**power)
        yield f'<line x1="{x}" x2="{x}" y1="38" y2="{panel.height - 8}"/>'
        yield _text(x, 34, _show_power(power), "tick", anchor="middle")
    for index, mark in enumerate(panel.marks):
        y = _TITLE + index * _ROW
        kind, style = ("our", "ours") if mark.is_ours else ("peer", "name")
        first, *others = places = [scale.place(speed) for speed in mark.speeds]
        yield _text(_LEFT - 8, y + 4, mark.name, style, anchor="end")
        yield f'<line class="{kind}" x1="{_LEFT}" x2="{max(places)}" y1="{y}" y2="{y}"/>'
        for x in others:
            yield f'<circle class="{kind} other" cx="{x}" cy="{y}" r="4"/>'
        yield f'<circle class="{kind}" cx="{first}" cy="{y}" r="5"/>'
        yield _text(max(places) + 9, y + 4, show_number(mark.speeds[0]), style)


def _caption(results: Results) -> str:
    machine = results.machine
    quick = "; a quick run, for a look only" if results.quick else ""
    return f"{machine.processor}, {machine.cores} cores; {machine.python}; {results.date}{quick}"


def _text(x: float, y: float, content: str, style: str, anchor: str = "start") -> str:
    return f'<text class="{style}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(content)}</text>'


def _svg(height: int, shapes: Iterable[str]) -> str:
    body = "\n".join(shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img">\n<title>How fast flatchr_clean and its peers are</title>\n'
        f"<style>{_STYLE}</style>\n{body}\n</svg>\n"
    )
