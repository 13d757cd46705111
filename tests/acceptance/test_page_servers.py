"""The page on real servers: the command's own, gunicorn and waitress, each by the README's line."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from flatchr_clean import clean
from flatchr_clean.page.serving import PageServer
from tests.check_command import clean_environment, run, start

README = Path(__file__).parents[2].joinpath("README.md").read_text("utf-8")
TEXT = "“L’été” – … \uf0b7 Zoé"


def ask(address, path, body=None, **headers):
    """Ask for what stands below an address."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    host = headers.setdefault("Host", parts.netloc)
    if body is not None:
        headers = {"Content-Type": "application/json", "Origin": f"http://{host}", **headers}
    try:
        connection.request("GET" if body is None else "POST", parts.path + path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def clean_at(address, text=TEXT, **headers):
    """Have a text cleaned."""
    status, answer = ask(address, "clean", json.dumps({"source": text}).encode(), **headers)
    return status, json.loads(answer).get("value")


@contextmanager
def serving(*options):
    """Run the command; give its process and the page's address."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with start("page", "--no-browser", *options, text=True, **pipes) as process:
        said = ""
        while "Ctrl-C" not in said:
            said += process.stdout.readline()
        yield process, re.search(r"http\S+", said)[0]
        process.kill()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_it_is_stopped(stop):
    """On loopback alone, under a token, with nothing of it in what it says; and leaves no process."""
    with serving() as (process, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{22}/", address)
        assert ask(address, "")[1].startswith(b"<!doctype html>")
        assert clean_at(address) == (200, clean(TEXT))
        assert ask(address.rsplit("/", 2)[0] + "/", "")[0] == 404
        process.send_signal(stop)
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, "\nStopped.\n", "")


@pytest.mark.once
def test_it_opens_the_browser_at_the_page(tmp_path):
    """The one that the system names; where there is none, the address is to be copied."""
    (tmp_path / "browser").write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    (tmp_path / "browser").chmod(0o755)
    for browser, said in (
        (f"{tmp_path}/browser %s", ""),
        ("/nowhere/browser %s", "No browser could be opened"),
    ):
        environment = {"BROWSER": browser, "PATH": str(tmp_path), "DISPLAY": ""}
        process = start(
            "page", environment=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        with process:
            shown = ""
            while "Ctrl-C" not in shown:
                shown += process.stdout.readline()
            deadline = time.monotonic() + 20
            while not said and not (tmp_path / "opened").exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            time.sleep(0.2 if not said else 1)
            process.send_signal(signal.SIGINT)
            _, err = process.communicate(timeout=20)
        assert said in err
        if not said:
            assert (tmp_path / "opened").read_text().strip() in shown


def test_a_port_is_chosen_and_a_taken_one_is_told():
    """In a line, with the status of what could not be done."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("page", "--no-browser", "--port", str(port))
        assert (done.status, done.out) == (2, b"")
        assert done.err == f"Error: port {port} can't be taken: Address already in use\n"
    with serving("--port", str(port)) as (_, address):
        assert urlsplit(address).port == port


def test_many_people_ask_at_once():
    """Each gets the answer to what was asked."""
    with PageServer() as server:
        answers = {}

        def ask_one(number):
            answers[number] = clean_at(server.url, f"{number}…" * 500)

        threads = [threading.Thread(target=ask_one, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == {number: (200, f"{number}..." * 500) for number in range(12)}
        assert repr(server) == f"PageServer(port={server.server_port})"


def test_nothing_of_a_request_is_said_anywhere(capfd):
    """Neither what was pasted nor the token, whether it is answered, refused, or breaks."""
    with PageServer() as server:
        clean_at(server.url, "Zoé Martin…")
        ask(server.url, "clean", "{Zoé".encode(), Origin="http://evil.example")
        with socket.create_connection(("127.0.0.1", server.server_port)) as connection:
            connection.sendall(b"Zo\xc3\xa9 / nonsense\r\n\r\n")
            assert connection.recv(1000)
        with socket.create_connection(("127.0.0.1", server.server_port)) as connection:
            connection.sendall(b"POST /x HTTP/1.1\r\nContent-Length: 9\r\n\r\nZo")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert capfd.readouterr() == ("", "")


# The README's lines, by the program that each runs: the module of it, and how it is told of a port.
LINES = {
    words[1]: words
    for words in map(str.split, README.splitlines())
    if words and words[0].startswith("FLATCHR_CLEAN_PAGE_HOSTS=")
}
PROGRAMS = {
    "gunicorn": ["gunicorn", "--bind", "127.0.0.1:{port}"],
    "waitress-serve": ["waitress", "--listen", "127.0.0.1:{port}"],
}


@contextmanager
def company_server(program):
    """Run the README's line on a free port; give its address and the name that it answers to."""
    setting, _, *options = LINES[program]
    name, _, host = setting.partition("=")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [part.format(port=port) for part in PROGRAMS[program]]
    with subprocess.Popen(
        [sys.executable, "-m", *command, *options],
        env=clean_environment(**{name: f"{host}, autre.example.fr"}),
        stderr=subprocess.PIPE,
    ) as process:
        address = f"http://127.0.0.1:{port}/"
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                ask(address, "", Host=host)
                break
            except OSError:
                time.sleep(0.05)
        try:
            yield address, host
        finally:
            process.terminate()
            _, err = process.communicate(timeout=30)
            assert "Zoé".encode() not in err


@pytest.mark.once
@pytest.mark.parametrize("program", LINES)
def test_a_company_serves_it_itself(program):
    """Under the names that it gave, and no other; large texts, and refusals, arrive whole."""
    if program == "gunicorn" and os.name == "nt":
        pytest.skip("gunicorn is for POSIX")
    with company_server(program) as (address, host):
        assert ask(address, "", Host=host)[1].startswith(b"<!doctype html>")
        assert ask(address, "page.js", Host="autre.example.fr")[0] == 200
        assert ask(address, "")[0] == 421
        assert clean_at(address, Host=host) == (200, clean(TEXT))
        assert clean_at(address, TEXT * 5_000, Host=host) == (200, clean(TEXT * 5_000))
        assert clean_at(address, Host=host, Origin="http://evil.example")[0] == 403
        assert ask(address, "clean", b"x" * (9 << 20), Host=host)[0] == 413


def test_the_readme_has_a_line_for_each_server():
    """One for gunicorn, one for waitress."""
    assert LINES.keys() == PROGRAMS.keys()
