"""Times a POST over TLS with the cleaning adapter and without it. The server is a process of its own.

Two sessions of one process take turns, a few requests each: of two that are so near to each other only pairs
tell the difference. ``python -m benchmarks.adapter`` is such a process; `time_posts` starts them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
from collections import defaultdict
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from benchmarks import samples
from benchmarks.processes import report, run_module, start_module
from benchmarks.results import Post, Spread

if TYPE_CHECKING:
    from requests import Session

PATH: Final = "/company/G6KzqPnNLyp31m0l/vacancy"
CHARACTERS: Final = 9_500
"""Of the description; with the other fields the body has about 10 kB."""
POSTS: Final = 8
"""Requests of a turn."""
PROCESSES: Final = {False: 5, True: 2}
TURNS: Final = {False: 40, True: 15}


def main() -> None:
    """Measure and write seconds for one POST, plain and mounted, turn by turn, as JSON."""
    import requests

    from flatchr_clean.requests import mount

    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=samples.JSON_KINDS)
    parser.add_argument("turns", type=int)
    asked = parser.parse_args()
    payload = samples.make_vacancy(asked.kind, CHARACTERS)
    with start_module("benchmarks.server", stdin=subprocess.PIPE) as server:
        assert server.stdout  # noqa: S101 - for the type checker: it is a pipe
        port, _, bundle = server.stdout.readline().rstrip("\n").partition(" ")
        sessions = requests.Session(), mount(requests.Session(), hosts={f"localhost:{port}"})
        url = f"https://localhost:{port}{PATH}"
        for session in sessions:
            _time_posts(session, url, payload, bundle)  # connects, imports and compiles
        found = [
            [_time_posts(session, url, payload, bundle) for session in sessions] for _ in range(asked.turns)
        ]
        for session in sessions:
            session.close()
        server.communicate()
    print(json.dumps(found))


def _time_posts(session: Session, url: str, payload: dict[str, Any], bundle: str) -> float:
    started = perf_counter()
    for _ in range(POSTS):
        session.post(url, json=payload, verify=bundle).raise_for_status()
    return (perf_counter() - started) / POSTS


def time_posts(*, quick: bool) -> tuple[Post, ...]:
    """Time the POST of a vacancy of about 10 kB, clean and not."""
    turns: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for turn in range(PROCESSES[quick]):
        report(f"adapter: turn {turn + 1} of {PROCESSES[quick]}")
        for kind in samples.JSON_KINDS:
            turns[kind] += run_module("benchmarks.adapter", kind, str(TURNS[quick]))
    return tuple(
        Post(
            kind,
            Spread.of(plain for plain, _ in pairs),
            Spread.of(mounted for _, mounted in pairs),
            Spread.of(mounted / plain for plain, mounted in pairs),
        )
        for kind, pairs in turns.items()
    )


if __name__ == "__main__":
    main()
