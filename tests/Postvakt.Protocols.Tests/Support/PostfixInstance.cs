using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Postvakt.Protocols.Tests.Support;

/// <summary>
/// A Postfix of its own on loopback: private configuration, queue and log in a temporary folder, gone when disposed. Needs root and the Debian
/// package postfix. Mail for anybody is accepted; without a next hop it stays in the deferred queue, where it can be read.
/// </summary>
internal sealed class PostfixInstance : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private PostfixInstance(DirectoryInfo folder, int port)
    {
        _folder = folder;
        Port = port;
    }

    /// <summary>Where it takes mail by SMTP.</summary>
    public int Port { get; }

    private string Configuration => Path.Combine(_folder.FullName, "conf");

    private string Queue => Path.Combine(_folder.FullName, "queue");

    /// <param name="milters">The smtpd_milters, such as inet:127.0.0.1:8899; null for none.</param>
    /// <param name="nextHop">Where mail is sent on to; null: it stays in the deferred queue.</param>
    /// <param name="settings">Lines for main.cf, "name = value", in place of those of the same name.</param>
    public static Task<PostfixInstance> StartAsync(string? milters = null, IPEndPoint? nextHop = null, params IReadOnlyList<string> settings) => StartAtAsync(Ports.Free(), milters, nextHop, settings);

    /// <summary>The same on a port that somebody was told before it starts.</summary>
    public static async Task<PostfixInstance> StartAtAsync(int port, string? milters, IPEndPoint? nextHop, params IReadOnlyList<string> settings)
    {
        var postfix = new PostfixInstance(Directory.CreateTempSubdirectory("postvakt-postfix-"), port);
        try
        {
            await postfix.ConfigureAsync(milters, nextHop, settings);
            await postfix.RunAsync("/usr/sbin/postfix", "-c", postfix.Configuration, "start");
            await postfix.ReadyAsync();
            return postfix;
        }
        catch
        {
            await postfix.DisposeAsync();
            throw;
        }
    }

    /// <summary>The ids of the mails in a queue: "hold", "deferred", "active", "incoming".</summary>
    public IReadOnlyList<string> Ids(string queue) => Directory.Exists(Path.Combine(Queue, queue))
        ? [.. Directory.EnumerateFiles(Path.Combine(Queue, queue), "*", SearchOption.AllDirectories).Where(IsWhole).Select(f => Path.GetFileName(f))] : [];

    /// <summary>Header and body of mails in the queue, as Postfix would send them on, one after the other.</summary>
    public async Task<string> MailAsync(params string[] ids) => await RunAsync("/usr/sbin/postcat", ["-c", Configuration, "-h", "-b", "-q", .. ids]);

    /// <summary>Tries deferred mail again at once.</summary>
    public Task FlushAsync() => RunAsync("/usr/sbin/postqueue", "-c", Configuration, "-f");

    /// <summary>SHA-256 of the body of a mail in the queue, lines ended by LF, in lower case hex.</summary>
    public async Task<string> BodyDigestAsync(string id) =>
        (await RunAsync("/bin/sh", "-c", "/usr/sbin/postcat -c \"$0\" -b -q \"$1\" | sed '1{/^$/d}' | sha256sum", Configuration, id))[..64];

    /// <summary>The log so far.</summary>
    public string Log()
    {
        var log = Path.Combine(_folder.FullName, "maillog");
        return File.Exists(log) ? File.ReadAllText(log) : "";
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // Not "stop", which waits for seconds.
            if (File.Exists(Path.Combine(Queue, "pid", "master.pid"))) await RunAsync("/usr/sbin/postfix", "-c", Configuration, "abort");
        }
        catch (InvalidOperationException)
        {
            // It had not come up.
        }
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                _folder.Delete(true);
                return;
            }
            catch (IOException) when (attempt < 50)
            {
                // A process on its way out wrote once more.
                await Task.Delay(100);
            }
        }
    }

    private static string NameOf(string setting) => setting[..setting.IndexOf('=')].Trim();

    private async Task ConfigureAsync(string? milters, IPEndPoint? nextHop, IReadOnlyList<string> settings)
    {
        foreach (var part in (string[])["conf", "data", "queue"]) _folder.CreateSubdirectory(part);
        // Postfix's own account must pass through the folder.
        await RunAsync("/bin/chmod", "755", _folder.FullName);
        await RunAsync("/bin/chown", "postfix", Path.Combine(_folder.FullName, "data"));
        // Port 1 refuses: the mail is deferred and stays where it can be read.
        var next = nextHop ?? new IPEndPoint(IPAddress.Loopback, 1);
        var usual = $"""
            compatibility_level = 3.6
            queue_directory = {Queue}
            data_directory = {_folder.FullName}/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            mail_owner = postfix
            setgid_group = postdrop
            maillog_file = {_folder.FullName}/maillog
            maillog_file_prefixes = {_folder.FullName}
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            myhostname = mx.here.example
            mydestination =
            mynetworks = 127.0.0.0/8
            smtpd_relay_restrictions = permit_mynetworks, reject
            smtpd_recipient_restrictions = permit_mynetworks, reject
            smtpd_authorized_xclient_hosts = 127.0.0.1
            alias_maps =
            alias_database =
            local_recipient_maps =
            local_header_rewrite_clients =
            smtp_host_lookup = native
            disable_dns_lookups = yes
            smtpd_tls_security_level = none
            smtp_tls_security_level = none
            smtpd_peername_lookup = no
            smtpd_client_connection_count_limit = 0
            smtpd_client_connection_rate_limit = 0
            in_flow_delay = 0
            smtpd_error_sleep_time = 0
            milter_default_action = tempfail
            milter_protocol = 6
            smtpd_milters = {milters}
            relayhost = [{next.Address}]:{next.Port}
            """.Split('\n');
        // A name given twice makes every daemon warn, postlogd too, which then waits for room in the socket that it alone reads.
        await File.WriteAllLinesAsync(Path.Combine(Configuration, "main.cf"), usual.ExceptBy(settings.Select(NameOf), NameOf).Concat(settings));
        await File.WriteAllTextAsync(Path.Combine(Configuration, "master.cf"), string.Create(CultureInfo.InvariantCulture, $"""
            127.0.0.1:{Port} inet n - n - - smtpd
            postlog unix-dgram n - n - 1 postlogd
            pickup unix n - n 60 1 pickup
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            tlsmgr unix - - n 1000? 1 tlsmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            verify unix - - n - 1 verify
            flush unix n - n 1000? 0 flush
            proxymap unix - - n - - proxymap
            smtp unix - - n - - smtp
            relay unix - - n - - smtp
            virtual unix - n n - - virtual
            showq unix n - n - - showq
            error unix - - n - - error
            retry unix - - n - - error
            discard unix - - n - - discard
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache

            """));
        // Postfix waits until what it reads was not changed within the last second.
        foreach (var file in Directory.EnumerateFiles(Configuration)) File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
    }

    private async Task ReadyAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var probe = await SmtpDialogue.OpenAsync(Port);
                return;
            }
            catch (Exception early) when (early is SocketException or IOException && attempt < 100)
            {
                await Task.Delay(100);
            }
            catch (Exception never) when (never is SocketException or IOException)
            {
                throw new InvalidOperationException($"Postfix does not answer; its log: {Log()}", never);
            }
        }
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        // Files, not pipes: daemons inherit them and would keep a pipe open.
        var output = Path.Combine(_folder.FullName, "output");
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var word in (string[])["-c", "out=$1; shift; exec \"$@\" > \"$out\" 2> \"$out.err\" < /dev/null", "sh", output, program, .. arguments]) start.ArgumentList.Add(word);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await File.ReadAllTextAsync(output)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {await File.ReadAllTextAsync(output + ".err")} {Log()}");
    }

    /// <summary>Postfix lets a queue file be executed once all of the mail is in it.</summary>
    private static bool IsWhole(string file)
    {
        try
        {
            return OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & UnixFileMode.UserExecute) != 0;
        }
        catch (FileNotFoundException)
        {
            // Moved to the next queue meanwhile.
            return false;
        }
    }
}
