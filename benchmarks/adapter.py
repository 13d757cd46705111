"""Times a POST over TLS with the cleaning and without it, by each client. The server is a process of its own.

Two sessions of one process take turns, a few requests each: of two that are so near to each other only pairs
tell the difference. ``python -m benchmarks.adapter`` is such a process; `time_posts` starts them.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import logging
import subprocess
from collections import defaultdict
from collections.abc import Mapping
from time import perf_counter
from typing import Final

from benchmarks.clients import CLIENTS, Payloads
from benchmarks.clients import Post as Send
from benchmarks.processes import report, run_module, start_module
from benchmarks.results import Post, Spread
from benchmarks.samples.payloads import JSON_KINDS, make_vacancy

PATH: Final = "/company/G6KzqPnNLyp31m0l/vacancy"
SIZE: Final = 10_000
"""Bytes of the body, about."""
VACANCIES: Final = 8
"""Different ones, sent one after the other."""
LOGGERS: Final = {
    "logger off": logging.CRITICAL,
    "logger at WARNING": logging.WARNING,
    "logger at INFO": logging.INFO,
}
PROCESSES: Final = {False: 5, True: 1}
TURNS: Final = {False: 40, True: 12}


def main() -> None:
    """Measure and write seconds for one POST, plain and mounted, turn by turn for each logger, as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("client", choices=CLIENTS)
    parser.add_argument("kind", choices=JSON_KINDS)
    parser.add_argument("seed", type=int)
    parser.add_argument("turns", type=int)
    asked = parser.parse_args()
    payloads = [make_vacancy(asked.kind, SIZE + number, asked.seed) for number in range(VACANCIES)]
    logger = logging.getLogger("flatchr_clean")
    logger.addHandler(logging.StreamHandler(io.StringIO()))
    found = []
    with start_module("benchmarks.server", stdin=subprocess.PIPE) as server:
        assert server.stdout  # noqa: S101 - for the type checker: it is a pipe
        port, _, bundle = server.stdout.readline().rstrip("\n").partition(" ")
        with CLIENTS[asked.client](f"https://localhost:{port}{PATH}", bundle) as sends:
            for level in LOGGERS.values():
                logger.setLevel(level)
                for send in sends:
                    _time_posts(send, payloads)  # connects, imports and compiles
                found.append([[_time_posts(send, payloads) for send in sends] for _ in range(asked.turns)])
        server.communicate()
    print(json.dumps(found))


def _time_posts(send: Send, payloads: Payloads) -> float:
    started = perf_counter()
    send(payloads)
    return (perf_counter() - started) / len(payloads)


def time_posts(sets: Mapping[str, int], *, quick: bool) -> tuple[Post, ...]:
    """Time the POST of vacancies of about 10 kB, clean or not, by each client at three levels of logging."""
    turns: defaultdict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    for turn in range(PROCESSES[quick]):
        report(f"adapter: turn {turn + 1} of {PROCESSES[quick]}")
        for client, kind, (one, seed) in itertools.product(CLIENTS, JSON_KINDS, sets.items()):
            found = run_module("benchmarks.adapter", client, kind, seed, TURNS[quick])
            for logger, pairs in zip(LOGGERS, found, strict=True):
                turns[one, f"{kind}, {client}", logger] += pairs
    return tuple(
        Post(
            one,
            f"{kind}, {logger}",
            Spread.of(plain for plain, _ in pairs),
            Spread.of(mounted for _, mounted in pairs),
            Spread.of(mounted / plain for plain, mounted in pairs),
        )
        for (one, kind, logger), pairs in turns.items()
    )


if __name__ == "__main__":
    main()
