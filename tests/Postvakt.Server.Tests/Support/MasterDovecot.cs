using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.Server.Tests.Support;

/// <summary>
/// A Dovecot of its own on loopback with a master user: private configuration, mail and log in a temporary folder, gone when disposed. Needs root and the Debian package
/// dovecot-imapd. Mail is put into mailboxes as files of Maildir.
/// </summary>
internal sealed class MasterDovecot : IAsyncDisposable
{
    public const string Master = "sweeper", Password = "master-secret";

    private readonly DirectoryInfo _folder;
    private int _number;

    private MasterDovecot(DirectoryInfo folder, int port) => (_folder, Port) = (folder, port);

    public int Port { get; }

    public static async Task<MasterDovecot> StartAsync(IEnumerable<string> users, string settings = "")
    {
        var dovecot = new MasterDovecot(Directory.CreateTempSubdirectory("postvakt-dovecot-"), Ports.Free());
        try
        {
            await dovecot.ConfigureAsync(users, settings);
            await dovecot.RunAsync("-c", dovecot.At("dovecot.conf"));
            await dovecot.ReadyAsync();
            return dovecot;
        }
        catch
        {
            await dovecot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts a mail into a folder; "" is the inbox, ".Archive" another one. As delivered now, or at another time.</summary>
    public string Deliver(string user, string folder, string mail, bool seen = false, DateTimeOffset? at = null)
    {
        var place = Path.Combine(At("mail"), user, folder);
        foreach (var part in (string[])["cur", "new", "tmp"]) Directory.CreateDirectory(Path.Combine(place, part));
        var time = at ?? DateTimeOffset.UnixEpoch;
        // Dovecot takes a file's time for the time of arrival.
        var name = string.Create(CultureInfo.InvariantCulture, $"{time.ToUnixTimeSeconds()}.M{Interlocked.Increment(ref _number)}.host");
        var file = Path.Combine(place, "cur", name + ":2," + (seen ? "S" : ""));
        File.WriteAllText(file, mail.ReplaceLineEndings("\r\n"), Encoding.Latin1);
        if (at is { } when) File.SetLastWriteTimeUtc(file, when.UtcDateTime);
        return file;
    }

    /// <summary>Gives mail that was put there to the account that Dovecot reads it with.</summary>
    public void Own() => Run("/bin/chown", "-R", "mail:mail", At("mail"));

    /// <summary>Contents of the mails in a folder, in no order.</summary>
    public IReadOnlyList<string> Mails(string user, string folder)
    {
        var place = Path.Combine(At("mail"), user, folder);
        while (true)
        {
            try
            {
                return Directory.Exists(place) ? [.. ((string[])["cur", "new"]).Select(p => Path.Combine(place, p)).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Select(f => File.ReadAllText(f, Encoding.Latin1))] : [];
            }
            catch (FileNotFoundException)
            {
                // Dovecot gave it another name or folder meanwhile: looked at anew.
            }
        }
    }

    /// <summary>Number of mails in a folder.</summary>
    public int Count(string user, string folder)
    {
        var place = Path.Combine(At("mail"), user, folder);
        return Directory.Exists(place) ? ((string[])["cur", "new"]).Select(p => Path.Combine(place, p)).Where(Directory.Exists).Sum(p => Directory.EnumerateFiles(p).Count()) : 0;
    }

    /// <summary>Names of the mails' files in a folder: after the comma their flags.</summary>
    public IReadOnlyList<string> Files(string user, string folder) =>
        [.. ((string[])["cur", "new"]).Select(p => Path.Combine(At("mail"), user, folder, p)).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Select(f => Path.GetFileName(f))];

    public string Subscriptions(string user) => File.Exists(Path.Combine(At("mail"), user, "subscriptions")) ? File.ReadAllText(Path.Combine(At("mail"), user, "subscriptions")) : "";

    public string Log() => File.Exists(At("log")) ? File.ReadAllText(At("log")) : "";

    public string At(string name) => Path.Combine(_folder.FullName, name);

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(At("run/master.pid")))
        {
            var pid = int.Parse(await File.ReadAllTextAsync(At("run/master.pid")), CultureInfo.InvariantCulture);
            try
            {
                using var master = Process.GetProcessById(pid);
                // SIGTERM: it stops its children.
                Run("/bin/kill", "-TERM", pid.ToString(CultureInfo.InvariantCulture));
                await master.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
            {
                // It had ended.
            }
        }
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                _folder.Delete(true);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (IOException) when (attempt < 50)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task ConfigureAsync(IEnumerable<string> users, string settings)
    {
        foreach (var part in (string[])["run", "mail"]) _folder.CreateSubdirectory(part);
        Run("/bin/chmod", "755", _folder.FullName);
        var names = users.ToArray();
        await File.WriteAllLinesAsync(At("users"), names.Select(u => $"{u}:{{PLAIN}}of-{u}::::::"));
        await File.WriteAllTextAsync(At("masters"), $"{Master}:{{PLAIN}}{Password}::::::\n");
        await File.WriteAllTextAsync(At("dovecot.conf"), $$"""
            base_dir = {{At("run")}}
            state_dir = {{At("run")}}
            log_path = {{At("log")}}
            protocols = imap
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            auth_master_user_separator = *
            auth_failure_delay = 0
            mail_location = maildir:{{At("mail")}}/%u
            mail_max_userip_connections = 100
            first_valid_uid = 1
            first_valid_gid = 1
            default_internal_user = dovecot
            default_login_user = dovenull
            service anvil {
              chroot =
            }
            service imap-login {
              chroot =
              inet_listener imap {
                port = {{Port}}
              }
              inet_listener imaps {
                port = 0
              }
            }
            passdb {
              driver = passwd-file
              master = yes
              args = scheme=PLAIN {{At("masters")}}
              result_success = continue
            }
            passdb {
              driver = passwd-file
              args = scheme=PLAIN {{At("users")}}
            }
            userdb {
              driver = passwd-file
              args = {{At("users")}}
              default_fields = uid=mail gid=mail home={{At("mail")}}/%u
            }
            {{settings}}
            """);
        foreach (var name in names) Directory.CreateDirectory(Path.Combine(At("mail"), name));
        Own();
    }

    private async Task ReadyAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port);
                using var lines = new StreamReader(probe.GetStream());
                if ((await lines.ReadLineAsync())?.StartsWith("* OK", StringComparison.Ordinal) == true) return;
                throw new IOException("no greeting");
            }
            catch (Exception early) when (early is SocketException or IOException && attempt < 100)
            {
                await Task.Delay(100);
            }
            catch (Exception never) when (never is SocketException or IOException)
            {
                throw new InvalidOperationException($"Dovecot does not answer; its log: {Log()}", never);
            }
        }
    }

    private async Task RunAsync(params string[] arguments)
    {
        // Files, not pipes: daemons inherit them and would keep a pipe open.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var word in (string[])["-c", "out=$1; shift; exec \"$@\" > \"$out\" 2>&1 < /dev/null", "sh", At("output"), "/usr/sbin/dovecot", .. arguments]) start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"dovecot failed: {await File.ReadAllTextAsync(At("output"))} {Log()}");
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        process.WaitForExit();
    }
}
