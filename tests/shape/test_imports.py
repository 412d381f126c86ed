"""The import contract of pyproject.toml holds."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.shape.source import ROOT


def test_the_import_contract_holds():
    program = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode:
        pytest.fail(result.stdout.rpartition("\nBroken contracts\n")[2] + result.stderr, pytrace=False)
