#!/usr/bin/env python3
"""packaging/one-mail.py milter HOST PORT [MBOX N]: plays a mail server that asks a milter about one made-up mail, or the one with number N of a file, and says what it answered.

The milter protocol as Postfix speaks it: a length, a letter, its data. Exit status 0 when the mail may pass, 3 when it is held."""
import mailbox
import re
import socket
import struct
import sys


LUNCH = (b"From: Eva <eva@kunde.example>\r\nTo: kim@yourfirm.example\r\nSubject: Lunch on Friday\r\n"
         b"Message-ID: <one-mail@kunde.example>\r\nDate: Fri, 27 Nov 2026 10:00:00 +0000\r\n\r\nSee you at noon.\r\n")


def main():
    if len(sys.argv) not in (4, 6) or sys.argv[1] != "milter":
        sys.exit(__doc__)
    mail = LUNCH
    if len(sys.argv) == 6:
        mail = mailbox.mbox(sys.argv[4], create=False).get_bytes(int(sys.argv[5])).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    head, _, body = mail.partition(b"\r\n\r\n")
    # A folded field is one field; Postfix gives its lines with a bare LF between them.
    fields = [field.split(b":", 1) for field in re.split(rb"\r\n(?![ \t])", head)]
    author, recipient = (next(re.search(rb"[\w.+-]+@[\w.-]+", value)[0] for name, value in fields if name == wanted) for wanted in (b"From", b"To"))
    with socket.create_connection((sys.argv[2], int(sys.argv[3])), timeout=60) as link:
        def send(letter, data=b""):
            link.sendall(struct.pack("!I", 1 + len(data)) + letter + data)

        def exactly(count):
            got = b""
            while len(got) < count:
                more = link.recv(count - len(got))
                if not more:
                    sys.exit("one-mail: the milter closed the connection")
                got += more
            return got

        def answer():
            size, = struct.unpack("!I", exactly(4))
            if not 1 <= size <= 1 << 20:
                sys.exit("one-mail: an answer of " + str(size) + " bytes")
            data = exactly(size)
            return data[:1], data[1:]

        # Version 6, every action, and no step left out.
        send(b"O", struct.pack("!III", 6, 0x1FF, 0))
        letter, offer = answer()
        if letter != b"O":
            sys.exit("one-mail: no answer to the negotiation")
        steps = struct.unpack("!III", offer[:12])[2]
        # What the milter does not want, and what it will not answer (SMFIP_NO… and SMFIP_NR…).
        unwanted = {b"C": 0x1, b"H": 0x2, b"M": 0x4, b"R": 0x8, b"B": 0x10, b"L": 0x20, b"N": 0x40, b"T": 0x200}
        silent = {b"C": 0x1000, b"H": 0x2000, b"M": 0x4000, b"R": 0x8000, b"T": 0x10000, b"N": 0x40000, b"B": 0x80000, b"L": 0x80}
        sentence = [
            (b"C", b"client.example\0004" + struct.pack("!H", 2525) + b"192.0.2.1\0"),
            (b"H", b"client.example\0"), (b"M", b"<" + author + b">\0"), (b"R", b"<" + recipient + b">\0"), (b"T", b""),
            *((b"L", name + b"\0" + value.replace(b"\r\n", b"\n") + b"\0") for name, value in fields),
            (b"N", b""), *((b"B", body[at:at + 65535]) for at in range(0, len(body), 65535)),
        ]
        for letter, data in sentence:
            if steps & unwanted[letter]:
                continue
            send(letter, data)
            if steps & silent[letter]:
                continue
            said, _ = answer()
            if said != b"c":
                sys.exit(f"one-mail: {letter.decode()} was answered {said!r}")
        send(b"E")
        while True:
            said, data = answer()
            if said in b"ca":
                print("one-mail: it may pass")
                break
            if said == b"d":
                print("one-mail: it is held")
                break
            if said in b"rty":
                sys.exit(f"one-mail: the mail was answered {said!r} {data!r}")
        send(b"Q")
        sys.exit(3 if said == b"d" else 0)


main()
