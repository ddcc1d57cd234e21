#!/bin/sh
# Makes src/Postvakt/Messages/Links/public-suffixes.dat from the public suffix list of Debian's package "publicsuffix"
# (or from the file given as first argument): comments stripped, IDN rules as A-labels, ICANN rules first, then
# "===PRIVATE===", each section sorted bytewise. The same input gives the same bytes. Needs python3 for the A-labels.
set -eu
input=${1:-/usr/share/publicsuffix/public_suffix_list.dat}
version=${2:-$(dpkg-query -W -f '${Version}' publicsuffix)}
output=$(dirname "$0")/../src/Postvakt/Messages/Links/public-suffixes.dat
python3 - "$input" "$version" > "$output" <<'PYTHON'
import sys

def ascii_rule(rule):
    mark = "!" if rule.startswith("!") else ""
    labels = rule[len(mark):].split(".")
    return mark + ".".join(l if l == "*" else l.lower().encode("idna").decode("ascii") for l in labels)

sections = {"ICANN": set(), "PRIVATE": set()}
section = None
for line in open(sys.argv[1], encoding="utf-8"):
    line = line.strip()
    if "===BEGIN ICANN" in line:
        section = "ICANN"
    elif "===BEGIN PRIVATE" in line:
        section = "PRIVATE"
    elif line and not line.startswith("//"):
        sections[section].add(ascii_rule(line.split()[0]))

print("// Public Suffix List, https://publicsuffix.org/list/, Debian publicsuffix " + sys.argv[2] + ".")
print("// Mozilla Public License, v. 2.0: https://mozilla.org/MPL/2.0/. Made by tools/public-suffixes.sh.")
print("\n".join(sorted(sections["ICANN"])))
print("===PRIVATE===")
print("\n".join(sorted(sections["PRIVATE"])))
PYTHON
