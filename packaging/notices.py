#!/usr/bin/env python3
"""packaging/notices.py BOM PACKAGES RID: THIRD-PARTY-NOTICES on standard output.

Names every component of the bill of materials with its copyright and licence, then gives each licence once. Texts that a package brings itself (LICENSE, NOTICE) are
taken from there; a licence that is neither brought nor known here is an error, so that no release goes out without it."""
import json
import pathlib
import sys
import textwrap

MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""

POSTGRESQL = """Permission to use, copy, modify, and distribute this software and its documentation for any purpose, without fee, and without a written agreement is hereby granted, provided that the above copyright notice and this paragraph and the following two paragraphs appear in all copies.

IN NO EVENT SHALL THE COPYRIGHT HOLDER BE LIABLE TO ANY PARTY FOR DIRECT, INDIRECT, SPECIAL, INCIDENTAL, OR CONSEQUENTIAL DAMAGES, INCLUDING LOST PROFITS, ARISING OUT OF THE USE OF THIS SOFTWARE AND ITS DOCUMENTATION, EVEN IF THE COPYRIGHT HOLDER HAS BEEN ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

THE COPYRIGHT HOLDER SPECIFICALLY DISCLAIMS ANY WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE. THE SOFTWARE PROVIDED HEREUNDER IS ON AN "AS IS" BASIS, AND THE COPYRIGHT HOLDER HAS NO OBLIGATIONS TO PROVIDE MAINTENANCE, SUPPORT, UPDATES, ENHANCEMENTS, OR MODIFICATIONS."""

TEXTS = {
    "MIT": MIT,
    "PostgreSQL": POSTGRESQL,
    "Apache-2.0": "The text is that of the file LICENSE, which lies beside this one.",
    "Unlicense": "This is free and unencumbered software released into the public domain. Anyone is free to copy, modify, publish, use, compile, sell, or distribute it, in source code form or as a compiled binary, for any purpose, commercial or non-commercial, and by any means. The whole text stands at https://unlicense.org/.",
    "Public domain": "The authors of SQLite disclaim copyright to its source code.",
    "MPL-2.0": "The Mozilla Public License, version 2.0, stands at https://mozilla.org/MPL/2.0/. The list in its source form is part of Postvakt's sources.",
}


def licence(component):
    said = [e.get("expression") or e["license"].get("id") or e["license"].get("name") for e in component.get("licenses", [])]
    # Several are a choice that the package gives; the first is taken.
    if not said or any(one not in TEXTS for one in said):
        sys.exit(f"notices: {component['name']} {component.get('version', '')} has the licence {said}, whose text is not known here")
    return said[0]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        components = json.load(file)["components"]
    packages, rid = pathlib.Path(sys.argv[2]), sys.argv[3]
    used = {}
    for component in components:
        used.setdefault(licence(component), []).append(component)
    print("Postvakt contains the work of others. Each is named here with its licence, and each licence is given once below.\n")
    for name in sorted(used):
        print(f"== {name}\n")
        for component in used[name]:
            print(f"{component['name']} {component.get('version', '')}".rstrip())
            if component.get("copyright"):
                print("  " + " ".join(component["copyright"].split()))
        print("\n" + "\n\n".join(textwrap.fill(part, 100) for part in TEXTS[name].split("\n\n")) + "\n")
    for component in (c for c in components if c["type"] == "framework"):
        folder = packages / f"{component['name']}.{rid}".lower() / component["version"]
        for file in sorted(f for f in folder.iterdir() if f.name.upper().startswith(("THIRD-PARTY", "THIRDPARTY"))):
            print(f"== What {component['name']} contains of others\n\n{file.read_text(encoding='utf-8-sig')}")


main()
