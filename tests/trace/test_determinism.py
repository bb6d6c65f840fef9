"""The same recording is the same history: under any hash seed, and after its script was written and read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from raft_core.script import format_script, parse, run
from raft_core.trace.digest import Digest
from raft_core.variant import VARIANTS

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "tests" / "scenarios").rglob("*.raft"))
LESSONS = sorted((ROOT / "lessons").rglob("solution.raft"))


def digest_of(text: str) -> str:
    outcome = run(parse(text, "a test"))
    digest = Digest()
    for step in outcome.session.timeline.steps(outcome.branch):
        digest.update(step)
    return digest.hexdigest()


def scripts() -> dict[str, str]:
    """Every scenario, and a run of every variant under a partition."""
    texts = {str(path.relative_to(ROOT)): path.read_text() for path in SCRIPTS}
    for path in LESSONS:
        texts[str(path.relative_to(ROOT))] = (path.parent / "setup.raft").read_text() + path.read_text()
    storm = "run 1s; client c1 put x 1; crash S1; run 1s; restart S1; partition S1 S2 | S3 S4; run 2s; heal; run 1s"
    for name in VARIANTS:
        texts[f"variant {name}"] = f"cluster S1 S2 S3 S4 seed=5 loss=5% variant={name}\n{storm}"
    return texts


def main() -> None:
    """Print a line with the digest of every script: what the test compares between processes."""
    for name, text in scripts().items():
        sys.stdout.write(f"{name} {digest_of(text)}\n")


@pytest.mark.parametrize("name", scripts())
def test_a_script_that_was_written_and_read_makes_the_same_history(name: str) -> None:
    text = scripts()[name]
    assert digest_of(format_script(parse(text, name))) == digest_of(text)


def test_hash_seeds_make_no_difference() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-m", "tests.trace.test_determinism"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "31337")
    }
    assert len(printed) == 1
    assert len(printed.pop().splitlines()) == len(scripts())


if __name__ == "__main__":
    main()
