using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Postvakt.Protocols.Tests.Support;

/// <summary>
/// A Dovecot of its own on loopback: IMAP without TLS, mail as Maildir in a temporary folder, gone when disposed. Needs root and the Debian package dovecot-imapd. Everybody has the
/// password <see cref="Password"/>.
/// </summary>
internal sealed class DovecotInstance : IAsyncDisposable
{
    public const string Password = "words-of-a-test";

    private readonly DirectoryInfo _folder;
    private Process? _process;

    private DovecotInstance(DirectoryInfo folder, int port) => (_folder, Port) = (folder, port);

    public int Port { get; }

    /// <param name="settings">Lines that come last in its configuration.</param>
    public static Task<DovecotInstance> StartAsync(params IReadOnlyList<string> settings) => StartAsync(null, settings);

    /// <param name="accounts">Given the folder, writes there who may sign in and returns the lines of the configuration that say so; null: everybody, with <see cref="Password"/>.</param>
    public static async Task<DovecotInstance> StartAsync(Func<string, Task<string>>? accounts, params IReadOnlyList<string> settings)
    {
        var dovecot = new DovecotInstance(Directory.CreateTempSubdirectory("postvakt-dovecot-"), Ports.Free());
        try
        {
            await dovecot.ConfigureAsync(accounts, settings);
            await dovecot.ResumeAsync();
            return dovecot;
        }
        catch
        {
            await dovecot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it, and every connection with it, as a crash does; the mail stays.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        // The master first: it would start others in place of its children, which hold its port until they end.
        var children = Children(_process.Id).ToArray();
        _process.Kill();
        await _process.WaitForExitAsync();
        foreach (var child in children) Kill(child);
        while (children.Any(IsRunning)) await Task.Delay(2);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it again on the same port.</summary>
    public async Task ResumeAsync()
    {
        _process = Process.Start(new ProcessStartInfo("/usr/sbin/dovecot", ["-F", "-c", Path.Combine(_folder.FullName, "dovecot.conf")]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        for (var attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                var greeting = new byte[4];
                if (await client.GetStream().ReadAtLeastAsync(greeting, 4, throwOnEndOfStream: false) == 4) return;
            }
            catch (Exception refused) when (refused is SocketException or IOException)
            {
                // Not yet.
            }
            if (_process.HasExited) break;
            await Task.Delay(50);
        }
        throw new InvalidOperationException("Dovecot did not come up: " + Log());
    }

    /// <summary>The log so far.</summary>
    public string Log() => File.Exists(At("log")) ? File.ReadAllText(At("log")) : "";

    /// <summary>A path in its folder; mailboxes lie below "mail".</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
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
                // A process on its way out wrote once more.
                await Task.Delay(100);
            }
        }
    }

    private async Task ConfigureAsync(Func<string, Task<string>>? accounts, IReadOnlyList<string> settings)
    {
        var mail = _folder.CreateSubdirectory("mail").FullName;
        var known = accounts is not null ? await accounts(_folder.FullName) : $$"""
            passdb {
              driver = static
              args = password={{Password}}
            }
            userdb {
              driver = static
              args = uid=mail gid=mail home={{mail}}/%u
            }
            """;
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "dovecot.conf"), string.Create(CultureInfo.InvariantCulture, $$"""
            base_dir = {{_folder.FullName}}/run
            state_dir = {{_folder.FullName}}/run
            log_path = {{_folder.FullName}}/log
            protocols = imap
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            mail_location = maildir:{{mail}}/%u
            first_valid_uid = 1
            first_valid_gid = 1
            service imap-login {
              inet_listener imap {
                port = {{Port}}
              }
              inet_listener imaps {
                port = 0
              }
            }
            service stats {
              process_limit = 1
            }
            {{known}}
            {{string.Join('\n', settings)}}

            """));
        // Dovecot's own accounts must pass through the folder.
        await RunAsync("/bin/chmod", "755", _folder.FullName);
        await RunAsync("/bin/chown", "mail:mail", mail);
    }

    private static IEnumerable<int> Children(int parent)
    {
        var file = $"/proc/{parent}/task/{parent}/children";
        return File.Exists(file) ? File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray() : [];
    }

    private static void Kill(int process)
    {
        try
        {
            using var child = Process.GetProcessById(process);
            child.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    /// <summary>One that ended but that nobody has waited for yet holds nothing any more: "Z" in proc_pid_stat(5), after the name in brackets. Process would wait until somebody has, which takes seconds.</summary>
    private static bool IsRunning(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
    }
}
