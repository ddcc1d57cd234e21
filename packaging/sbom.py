#!/usr/bin/env python3
"""packaging/sbom.py BOM ASSETS: completes a bill of CycloneDX's own tool on standard output.

That tool reads the packages that projects name. The runtime that travels in a release is none of them, nor is what lies inside our own sources; both are added. What
differs from run to run (time, order) is made the same: the time is SOURCE_DATE_EPOCH."""
import datetime
import json
import os
import sys

# What is in the program and is no package.
INSIDE = [
    ("SQLite", "data", "library", "Public domain", "inside SQLitePCLRaw.lib.e_sqlite3"),
    ("Public Suffix List", "data", "data", "MPL-2.0", "src/Postvakt/Messages/Links; taken from Debian's package publicsuffix"),
]


def runtime(assets):
    """The runtime packs that the build chose, by name without platform, and their version."""
    frameworks = assets["project"]["frameworks"]["net10.0"]
    packs = {d["name"].rsplit(".Runtime.", 1)[0]: d["version"].strip("[]").split(",")[0].strip() for d in frameworks.get("downloadDependencies", []) if ".App.Runtime." in d["name"]}
    if not packs:
        sys.exit("sbom: the build names no runtime pack; it was not self-contained")
    return sorted(packs.items())


def main():
    with open(sys.argv[1], encoding="utf-8-sig") as file:
        bom = json.load(file)
    with open(sys.argv[2], encoding="utf-8-sig") as file:
        assets = json.load(file)
    when = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    bom["metadata"]["timestamp"] = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    root = bom["metadata"]["component"]
    root["licenses"] = [{"license": {"id": "Apache-2.0"}}]
    added = []
    for name, version in runtime(assets):
        ref = f"pkg:nuget/{name}.Runtime@{version}"
        added.append({"type": "framework", "bom-ref": ref, "name": name + ".Runtime", "version": version, "scope": "required", "copyright": "© Microsoft Corporation. All rights reserved.",
                      "licenses": [{"license": {"id": "MIT"}}], "purl": ref})
    for name, version, kind, licence, where in INSIDE:
        said = {"license": {"id": licence}} if licence.startswith("MPL") else {"license": {"name": licence}}
        added.append({"type": kind, "bom-ref": name, "name": name, "scope": "required", "licenses": [said], "description": where})
    bom["components"] = sorted(bom["components"] + added, key=lambda c: (c["name"].lower(), c.get("version", "")))
    edges = {d["ref"]: d for d in bom.get("dependencies", [])}
    edges.setdefault(root["bom-ref"], {"ref": root["bom-ref"]}).setdefault("dependsOn", []).extend(c["bom-ref"] for c in added)
    for edge in edges.values():
        if "dependsOn" in edge:
            edge["dependsOn"] = sorted(set(edge["dependsOn"]))
    bom["dependencies"] = [edges[ref] for ref in sorted(edges)]
    json.dump(bom, sys.stdout, indent=2, ensure_ascii=False)
    print()


main()
