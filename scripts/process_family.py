"""A process and those below it, on Linux."""

import os
import signal
from pathlib import Path


def family(process):
    """The process and all below it, parents first."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(entry.parent.name)] = int(fields[1])
    found = [process]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def command_of(process):
    """Its command line; empty when it is gone."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def end(process):
    """Kills a `subprocess.Popen` that has not ended, with all below it, whatever sessions and process groups they have made for themselves."""
    if process.poll() is None:
        for each in reversed(family(process.pid)):
            try:
                os.kill(each, signal.SIGKILL)
            except ProcessLookupError:
                pass
    process.wait()
