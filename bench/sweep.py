#!/usr/bin/env python3
"""Sweeps many copies out of the mailboxes of a real Dovecot, kills the server with SIGKILL in the middle, starts it again, and counts.

usage: sweep.py [--mails 1000] [--mailboxes 100] [--kill]     needs root, dovecot-imapd and a build (dotnet build src/Postvakt.Cli -c Release)

Each mail is delivered to every mailbox, and as many others that must stay. Everything lies in a temporary folder and ends with the script.
"""
import argparse, os, re, shutil, signal, smtplib, socket, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
DLL = os.environ.get("POSTVAKT_DLL") or os.path.join(HERE, "..", "src", "Postvakt.Cli", "bin", "Release", "net10.0", "Postvakt.Cli.dll")


def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def mail(kind, n):
    return (f"Message-ID: <{kind}{n}@partner.example>\r\nFrom: Arne <a@partner.example>\r\nTo: all@firm.example\r\nSubject: Letter {n}\r\n"
            f"Date: Thu, 26 Nov 2026 09:00:00 +0000\r\n\r\nLetter number {n}.\r\n" + "Some more text of an ordinary letter.\r\n" * 40)


def dovecot(folder, imap, users):
    for part in ("run", "mail"):
        os.makedirs(f"{folder}/{part}")
    with open(f"{folder}/users", "w") as f:
        f.writelines(f"{u}:{{PLAIN}}x::::::\n" for u in users)
    with open(f"{folder}/masters", "w") as f:
        f.write("sweeper:{PLAIN}secret::::::\n")
    with open(f"{folder}/dovecot.conf", "w") as f:
        f.write(f"""base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_master_user_separator = *
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
first_valid_gid = 1
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = passwd-file
  master = yes
  args = scheme=PLAIN {folder}/masters
  result_success = continue
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
  default_fields = uid=mail gid=mail home={folder}/mail/%u
}}
""")
    subprocess.run(["/usr/sbin/dovecot", "-c", f"{folder}/dovecot.conf"], check=True)


def fill(folder, users, mails):
    number = 0
    for user in users:
        for sub in ("cur", "new", "tmp"):
            os.makedirs(f"{folder}/mail/{user}/{sub}", exist_ok=True)
        for n in range(mails):
            for kind in ("bad", "good"):
                number += 1
                with open(f"{folder}/mail/{user}/cur/{int(time.time())}.M{number}.host:2,", "w", newline="") as f:
                    f.write(mail(kind, n))
    subprocess.run(["chown", "-R", "mail:mail", f"{folder}/mail"], check=True)


def count(folder, users, sub=""):
    total = 0
    for user in users:
        for part in ("cur", "new"):
            place = os.path.join(folder, "mail", user, sub, part)
            total += len(os.listdir(place)) if os.path.isdir(place) else 0
    return total


class Server:
    def __init__(self, folder, smtp):
        self.folder, self.smtp = folder, smtp
        self.log = open(f"{folder}/serve.log", "a")
        self.start()

    def start(self):
        self.process = subprocess.Popen(["dotnet", DLL, "serve", "--config", f"{self.folder}/postvakt.yaml"], stdout=self.log, stderr=self.log)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.smtp), 1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(f"the server ended: {open(f'{self.folder}/serve.log').read()}")
                time.sleep(0.1)
        sys.exit("the server does not start")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait()


def verb(folder, *words):
    done = subprocess.run(["dotnet", DLL, *words, "--config", f"{folder}/postvakt.yaml"], capture_output=True, text=True)
    if done.returncode > 1:
        sys.exit(f"{words[:3]}: {done.stderr}")
    return done.stdout


def api(folder, path, body=None):
    command = ["curl", "-s", "--unix-socket", f"{folder}/data/postvakt.sock", f"http://postvakt/api/v1/{path}"]
    done = subprocess.run(command + (["-H", "Content-Type: application/json", "-d", body] if body else []), capture_output=True, text=True)
    return done.stdout


def wait(folder, sweep, state, at=lambda moved: None):
    while True:
        text = api(folder, f"sweeps/{sweep}")
        found = re.search(r'"state":"(\w+)"', text)
        if found:
            if found.group(1) == state:
                return text
            at(int(re.search(r'"moved":(\d+)', text).group(1)))
        time.sleep(0.3)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--mails", type=int, default=1000)
    options.add_argument("--mailboxes", type=int, default=100)
    options.add_argument("--kill", action="store_true")
    o = options.parse_args()
    folder = tempfile.mkdtemp(prefix="postvakt-sweep-")
    os.chmod(folder, 0o755)
    users = [f"user{n:04}@firm.example" for n in range(o.mailboxes)]
    imap, smtp, http = port(), port(), port()
    total = o.mails * o.mailboxes
    server = None
    try:
        dovecot(folder, imap, users)
        fill(folder, users, o.mails)
        with open(f"{folder}/secret", "w") as f:
            f.write("secret\n")
        with open(f"{folder}/postvakt.yaml", "w") as f:
            f.write(f"data: {folder}/data\nhttp: 127.0.0.1:{http}\norganisation: {{domains: [firm.example]}}\n"
                    f"smtp:\n  - kind: journal\n    address: 127.0.0.1:{smtp}\n"
                    f"mailboxes: {{imap: {{server: \"127.0.0.1:{imap}\", master: sweeper, password_file: {folder}/secret}}}}\nsweep: {{alone: 1000000}}\n")
        os.makedirs(f"{folder}/data", mode=0o700)
        server = Server(folder, smtp)
        records = []
        with smtplib.SMTP("127.0.0.1", smtp) as client:
            for n in range(o.mails):
                client.ehlo_or_helo_if_needed()
                client.mail("a@partner.example")
                for user in users:
                    client.rcpt(user)
                code, text = client.data(mail("bad", n).encode())
                records.append(re.search(rb"reference (\w+)", text).group(1).decode())
        print(f"{total} copies of {o.mails} mails in {o.mailboxes} mailboxes, beside as many others")
        began = time.time()
        answer = api(folder, "sweeps", '{"reason":"bench","records":["' + '","'.join(records) + '"]}')
        sweep = re.search(r'"id":"(sweep-[^"]+)"', answer).group(1)
        wait(folder, sweep, "planned")
        looked = time.time() - began
        print(f"counted in {looked:.1f} s: {total * 2 / looked:.0f} mails a second looked at")
        began = time.time()
        api(folder, f"sweeps/{sweep}/start", '{"reason":"bench"}')
        killed = []

        def kill(moved):
            if o.kill and not killed and moved > total // 3:
                server.kill()
                killed.append(moved)
                print(f"killed with SIGKILL after {moved} copies were noted, {count(folder, users, '.Postvakt quarantine')} moved")
                server.start()

        done = wait(folder, sweep, "done", kill)
        moved = time.time() - began
        inbox, hidden = count(folder, users), count(folder, users, ".Postvakt quarantine")
        noted = re.search(r'"moved":(\d+)', done).group(1)
        print(f"moved in {moved:.1f} s: {total / moved:.0f} copies a second{', the lease of the dead server included' if killed else ''}; noted {noted}")
        correct = (inbox, hidden) == (total, total) and int(noted) == total
        wrong = subprocess.run(f"grep -rL '^Message-ID: <bad' '{folder}/mail' --include='*' -r | grep quarantine/cur | wc -l", shell=True, capture_output=True, text=True).stdout.strip()
        print(f"left {inbox}, hidden {hidden}, others among the hidden {wrong}: {'correct' if correct and wrong == '0' else 'WRONG'}")
        began = time.time()
        api(folder, f"sweeps/{sweep}/undo", '{"reason":"bench"}')
        wait(folder, sweep, "undone")
        inbox, hidden = count(folder, users), count(folder, users, ".Postvakt quarantine")
        print(f"put back in {time.time() - began:.1f} s; left {inbox}, hidden {hidden}: {'correct' if (inbox, hidden) == (2 * total, 0) else 'WRONG'}")
        return 0 if correct and wrong == "0" and (inbox, hidden) == (2 * total, 0) else 1
    finally:
        if server:
            server.stop()
        if os.path.exists(f"{folder}/run/master.pid"):
            os.kill(int(open(f"{folder}/run/master.pid").read()), signal.SIGTERM)
            time.sleep(1)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
