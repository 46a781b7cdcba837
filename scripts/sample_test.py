"""The test of a check: a sample tree that it must refuse, with exactly the messages the sample lists."""

import subprocess
import sys
from pathlib import Path


def self_test(check, sample):
    """Run `check` on the folder `sample`; its lines must be those of the sample's `expected.txt`, and its exit code 1.

    What the sample holds beyond the listed lines is thereby known to be allowed. Returns an exit code.
    """
    check, sample = Path(check), Path(sample)
    expected = (sample / "expected.txt").read_text().splitlines()
    run = subprocess.run([sys.executable, str(check), "--root", str(sample)], capture_output=True, text=True)
    found = run.stdout.splitlines()
    faults = [f"not reported: {line}" for line in expected if line not in found]
    faults += [f"not expected: {line}" for line in found if line not in expected]
    faults += [f"out of order or repeated: {line}" for line in found if not faults and found != expected]
    if run.returncode != 1:
        faults.append(f"exit code {run.returncode} instead of 1\n{run.stderr}")
    for fault in faults:
        print(f"{check.name} on its sample: {fault}")
    if not faults:
        print(f"{check.name}: refuses its sample in all {len(expected)} places")
    return 1 if faults else 0
