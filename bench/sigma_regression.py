#!/usr/bin/env python3
"""Runs a hunt over event logs that name the rule they belong to, and compares: sigma_regression.py POSTVAKT EVTX_FOLDER RULE_FOLDER...

EVTX_FOLDER holds INDEX.json, a list of {"path", "expected_rule", "expected_matches", "reference_hits"}: what the rules' authors say, where they do, and what another engine finds. Each difference is printed.
"""
import collections
import json
import pathlib
import subprocess
import sys
import tempfile


def main(postvakt, folder, *rules):
    root = pathlib.Path(folder)
    wanted = {str((root / e["path"]).resolve()): e for e in json.loads((root / "INDEX.json").read_text()) if "expected_rule" in e}
    found = collections.Counter()
    # One hunt for each log: what a correlation or a limit joins over logs must not hide what one alone shows.
    for path in wanted:
        with tempfile.NamedTemporaryFile() as out:
            subprocess.run([*postvakt.split(), "hunt", "endpoint", path, "--level", "informational", "--format", "json", "--output", out.name, *(a for r in rules for a in ("--rules", r))], check=False)
            for line in out.read().decode().splitlines():
                event = json.loads(line)
                if event["event"]["kind"] == "alert" and event["rule"].get("id") == wanted[path]["expected_rule"]:
                    found[path] += 1
    equal = 0
    for path, entry in wanted.items():
        wanted_count = entry.get("expected_matches") or entry.get("reference_hits")
        if found[path] == wanted_count:
            equal += 1
        else:
            print(f'{entry["path"]}: {found[path]} matches of {entry["expected_rule"]}, expected {wanted_count}, the other engine {entry.get("reference_hits")}')
    print(f"{equal} of {len(wanted)} logs as expected")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
