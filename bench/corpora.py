#!/usr/bin/env python3
"""corpora.py MAILDIR OUT POSTVAKT: false alarms on genuine mail.

MAILDIR holds index.jsonl (path, corpus, label) and one .eml per message. Each corpus is put into date order (Received, else Date); its first
fifth is learned, the rest judged with --learn in a Memory of its own. Prints verdicts per corpus and label, and writes OUT/<corpus>.jsonl.
POSTVAKT is the command to run, for example ./postvakt.
"""
import collections
import email.utils
import json
import os
import re
import subprocess
import sys
import tempfile


def arrival(raw):
    head = raw.split(b"\n\n", 1)[0].decode("latin-1")
    head = re.sub(r"\r?\n[ \t]+", " ", head)
    for line in head.split("\n"):
        if line.lower().startswith("received:") and ";" in line:
            found = email.utils.parsedate_tz(line.rsplit(";", 1)[1].strip())
            if found:
                return email.utils.mktime_tz(found)
    for line in head.split("\n"):
        if line.lower().startswith("date:"):
            found = email.utils.parsedate_tz(line[5:].strip())
            if found:
                try:
                    return email.utils.mktime_tz(found)
                except (ValueError, OverflowError):
                    return 0
    return 0


def write(path, mails):
    with open(path, "wb") as out:
        for when, raw, _ in mails:
            out.write(b"From sender@bench.invalid " + bytes(email.utils.time.asctime(email.utils.time.gmtime(max(0, when))), "ascii") + b"\n")
            out.write(re.sub(rb"(?m)^(>*From )", rb">\1", raw.replace(b"\r\n", b"\n")))
            out.write(b"\n" if raw.endswith(b"\n") else b"\n\n")


def main():
    root, out, tool = sys.argv[1], sys.argv[2], os.path.abspath(sys.argv[3])
    os.makedirs(out, exist_ok=True)
    corpora = collections.defaultdict(list)
    for line in open(os.path.join(root, "index.jsonl")):
        entry = json.loads(line)
        raw = open(os.path.join(root, entry["path"]), "rb").read()
        corpora[entry["corpus"]].append((arrival(raw), raw, entry["label"]))
    for name, mails in sorted(corpora.items()):
        mails.sort(key=lambda m: m[0])
        cut = len(mails) // 5
        with tempfile.TemporaryDirectory() as folder:
            write(folder + "/history.mbox", mails[:cut])
            write(folder + "/stream.mbox", mails[cut:])
            data = folder + "/data"
            subprocess.run([tool, "learn", folder + "/history.mbox", "--data", data], check=True, stdout=subprocess.DEVNULL)
            result = subprocess.run([tool, "scan", folder + "/stream.mbox", "--learn", "--format", "json", "--data", data], stdout=subprocess.PIPE)
            if result.returncode > 1:
                sys.exit("%s: scan ended with %d" % (name, result.returncode))
        open("%s/%s.jsonl" % (out, name), "wb").write(result.stdout)
        judged = [json.loads(line) for line in result.stdout.splitlines()]
        assert len(judged) == len(mails) - cut, (len(judged), len(mails) - cut)
        counts = collections.Counter((m[2], j["verdict"]) for m, j in zip(mails[cut:], judged))
        slowest = max(j["elapsed_us"] for j in judged)
        for label in sorted({m[2] for m in mails[cut:]}):
            total = sum(v for k, v in counts.items() if k[0] == label)
            bad, odd, unsure = (counts[label, v] for v in ("malicious", "suspicious", "undetermined"))
            print("%-14s %-8s %6d mails  malicious %4d (%.3f %%)  suspicious %4d (%.3f %%)  undetermined %d  slowest %.1f ms"
                  % (name, label, total, bad, 100 * bad / total, odd, 100 * odd / total, unsure, slowest / 1000))


if __name__ == "__main__":
    main()
