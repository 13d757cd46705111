"""What `.ci/run` does not: other Pythons, kernels and requests, other libraries, checkers and tools."""

import nox

nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["tests", "pure", "kernel", "requests", "types"]

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
HTTP_STACKS = {
    "lowest": ["requests==2.32.4", "urllib3==1.26.*"],
    "latest": ["requests", "urllib3>=2"],
}


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the whole suite on one Python version."""
    session.install("-e", ".[test]")
    session.run("pytest", "--long", *session.posargs)


@nox.session(python="3.11")
def pure(session: nox.Session) -> None:
    """Run the whole suite on the kernel in Python."""
    session.install("-e", ".[test]")
    session.run("pytest", "--long", *session.posargs, env={"FLATCHR_CLEAN_PURE": "1"})


@nox.session(python="3.11")
def kernel(session: nox.Session) -> None:
    """Run the suite on a compiled kernel that checks what it reads (gcc), then build the usual one again."""
    sanitize = {"CFLAGS": "-O1 -g -fsanitize=address,undefined", "LDFLAGS": "-fsanitize=address,undefined"}
    session.install("-e", ".[test]", env={"FLATCHR_CLEAN_CHECKED": "1", **sanitize})
    library = session.run("gcc", "-print-file-name=libasan.so", external=True, silent=True)
    # Python's own allocator would hide what lies outside a string.
    checked = {"LD_PRELOAD": str(library).strip(), "PYTHONMALLOC": "malloc", "ASAN_OPTIONS": "detect_leaks=0"}
    try:
        session.run("python", "-c", "from flatchr_clean._kernel import CHECKED; assert CHECKED", env=checked)
        tests = session.posargs or ["tests/test_kernel.py", "tests/test_classes.py", "tests/properties"]
        session.run("pytest", *tests, env=checked)
    finally:
        session.install("-e", ".")


@nox.session(python="3.11")
@nox.parametrize("stack", HTTP_STACKS)
def requests(session: nox.Session, stack: str) -> None:
    """Run the suite on the oldest and on the latest requests and urllib3."""
    session.install("-e", ".[test]")
    session.install("--upgrade", *HTTP_STACKS[stack])
    session.run("pytest", "--long", *session.posargs)


@nox.session
def compatibility(session: nox.Session) -> None:
    """Try the cleaning beside caches, limiters, retries and mocks, under trio and HTTP/2."""
    beside = ("CacheControl", "requests-cache", "requests-toolbelt", "requests-ratelimiter", "vcrpy")
    of_httpx = (
        "hishel", "httpx-retries", "respx", "pytest-httpx", "tenacity", "trio", "httpx[http2]", "hypercorn",
    )  # fmt: skip
    session.install("-e", ".[test]", *beside, *of_httpx)
    session.run("pytest", "tests/compatibility", *session.posargs)


@nox.session
def niquests(session: nox.Session) -> None:
    """Try the adapter on niquests, alone in its environment because it brings its own urllib3."""
    session.install("-e", ".[test]", "niquests")
    session.run("pytest", "tests/compatibility", *session.posargs)


@nox.session
def hooks(session: nox.Session) -> None:
    """Try the pre-commit hooks in a scratch repository."""
    session.install("-e", ".[test]", "pre-commit")
    session.run("pytest", "tests/hooks/try_hooks.py", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Look at the HTML report in headless Chromium, which must be installed."""
    session.install("-e", ".[browser]")
    session.run("pytest", "--numprocesses=2", "--long", "tests/browser", *session.posargs)


@nox.session
def engines(session: nox.Session) -> None:
    """Clean in bulk on the engines that the README shows; Spark needs Java."""
    session.install("-e", ".[test,spark]", "polars", "ray[data]", "dask", "opentelemetry-api")
    session.run(
        "pytest", "--long", "tests/test_spark.py", "tests/acceptance/test_readme.py", *session.posargs
    )


@nox.session
def types(session: nox.Session) -> None:
    """Check the types with both checkers."""
    session.install("-e", ".[dev]")
    session.run("mypy")
    session.run("pyright")


@nox.session
def long(session: nox.Session) -> None:
    """Hold the laws with 20,000 examples each."""
    session.install("-e", ".[test]")
    session.run("pytest", "tests/properties", "--long", "--hypothesis-profile=long", *session.posargs)
