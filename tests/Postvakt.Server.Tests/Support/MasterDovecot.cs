using System.Diagnostics;
using System.Globalization;
using System.Text;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.Server.Tests.Support;

/// <summary>A <see cref="DovecotInstance"/> with a master user. Mail is put into mailboxes as files of Maildir.</summary>
internal sealed class MasterDovecot : IAsyncDisposable
{
    public const string Master = "sweeper", Password = "master-secret";

    private readonly DovecotInstance _server;
    private int _number;

    private MasterDovecot(DovecotInstance server) => _server = server;

    public int Port => _server.Port;

    public static async Task<MasterDovecot> StartAsync(IEnumerable<string> users, string settings = "")
    {
        var dovecot = new MasterDovecot(await DovecotInstance.StartAsync(folder => AccountsAsync(folder, [.. users]), "auth_master_user_separator = *", "auth_failure_delay = 0", "mail_max_userip_connections = 100", settings));
        dovecot.Own();
        return dovecot;
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

    public string Log() => _server.Log();

    public string At(string name) => _server.At(name);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<string> AccountsAsync(string folder, IReadOnlyList<string> users)
    {
        string At(string name) => Path.Combine(folder, name);
        await File.WriteAllLinesAsync(At("users"), users.Select(u => $"{u}:{{PLAIN}}of-{u}::::::"));
        await File.WriteAllTextAsync(At("masters"), $"{Master}:{{PLAIN}}{Password}::::::\n");
        foreach (var name in users) Directory.CreateDirectory(Path.Combine(At("mail"), name));
        return $$"""
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
            """;
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        process.WaitForExit();
    }
}
