using System.Collections;
using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Postvakt.Server.Api;
using Postvakt.Server.Configuration;
using Postvakt.Server.Installations;
using Postvakt.Server.Operation;
using Postvakt.Server.Serving;

namespace Postvakt.Cli.Verbs;

/// <summary>serve: stands in the mail flow until it is told to stop. SIGHUP reads the configuration anew.</summary>
internal static class ServeVerb
{
    private static readonly string[] Usual = ["postvakt.yaml", "/etc/postvakt/postvakt.yaml"];

    public static Command Create()
    {
        var file = Config();
        var check = new Option<bool>("--check") { Description = "Only check the configuration, and say what a start would change in the store" };
        var reload = new Option<bool>("--reload") { Description = "Have the server that runs read its configuration anew" };
        var data = CommonOptions.Data();
        var verb = new Command("serve", "Stand in the mail flow: milter, SMTP, health page") { file, check, reload, data };
        verb.SetAction(async (parsed, cancellation) =>
        {
            var path = Find(parsed.GetValue(file));
            var (config, errors) = ConfigReader.Read(path, Variables());
            // The running server tells the errors of a broken file itself.
            if (parsed.GetValue(reload)) return await ReloadAsync(DataDirectory.Resolve(parsed.GetValue(data), config?.Data), cancellation).ConfigureAwait(false);
            if (config is null)
            {
                foreach (var error in errors) await Console.Error.WriteLineAsync("postvakt: " + error).ConfigureAwait(false);
                return ExitStatus.Trouble;
            }
            if (parsed.GetValue(check))
            {
                Console.WriteLine($"{path ?? "defaults"}: well; mode {config.Policy.Mode.ToString().ToLowerInvariant()}");
                var steps = StoreSteps.Pending(config, parsed.GetValue(data));
                Console.WriteLine(steps.Count == 0 ? "store: up to date" : "store: a start would run these steps: " + string.Join("; ", steps));
                foreach (var (listener, field, value) in ConnectorMarks.Of(config, parsed.GetValue(data)))
                    Console.WriteLine($"{listener}: the mail-flow rule leaves alone mail whose header {field} contains {value}, and takes that header off");
                return ExitStatus.Nothing;
            }
            if (string.Join(", ", VerbNeeds.Undeclared(parsed.RootCommandResult.Command)) is { Length: > 0 } undeclared) throw new InstallationException($"these verbs do not declare what they need: {undeclared}; the server does not start beside them");
            return await ServeAsync(config, path, parsed.GetValue(data), cancellation).ConfigureAwait(false);
        });
        return verb.NeedsAccount();
    }

    /// <summary>The option that names the configuration.</summary>
    public static Option<string?> Config() => new("--config") { Description = "Configuration; else ./postvakt.yaml, else /etc/postvakt/postvakt.yaml, else defaults", HelpName = "FILE" };

    /// <summary>The configuration that holds, or null for defaults.</summary>
    public static string? Find(string? named) => named ?? Usual.FirstOrDefault(File.Exists);

    private static async Task<int> ReloadAsync(string folder, CancellationToken cancellation)
    {
        var server = await ApiClient.FindAsync(folder, cancellation).ConfigureAwait(false) ?? throw new InstallationException($"{folder}: no server runs on this data directory");
        await using var _ = server.ConfigureAwait(false);
        var result = await server.SendAsync<ReloadResult>(HttpMethod.Post, OperatorVerb.Path("reload"), null, cancellation).ConfigureAwait(false);
        foreach (var error in result.Errors) await Console.Error.WriteLineAsync("postvakt: " + error).ConfigureAwait(false);
        if (result.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync("postvakt: the old configuration stays").ConfigureAwait(false);
            return ExitStatus.Trouble;
        }
        Console.WriteLine(result.Later.Count == 0 ? "taken over" : "taken over; these need a restart: " + string.Join(", ", result.Later));
        return ExitStatus.Nothing;
    }

    private static async Task<int> ServeAsync(ServeConfig config, string? path, string? data, CancellationToken cancellation)
    {
        using var logs = LoggerFactory.Create(logging => logging.AddJsonConsole(o => o.UseUtcTimestamp = true).AddFilter("Microsoft", LogLevel.Warning));
        try
        {
            await using var gateway = await GatewayHost.StartAsync(config, data, () => ConfigReader.Read(path, Variables()), TimeProvider.System, logs, cancellation).ConfigureAwait(false);
            // On the terminal of who starts it, and in no log: whoever has it becomes administrator. systemd.exec(5) tells by JOURNAL_STREAM that a log is written.
            if (gateway.FirstLink is { } link)
                await Console.Error.WriteLineAsync("Nobody can sign in to the console yet. " + (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 }
                    ? "Invite the first administrator: postvakt user set NAME --role administrator, then postvakt user invite NAME"
                    : $"The first administrator sets a password here, once, within a day: {link}")).ConfigureAwait(false);
            using var reload = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true;
                gateway.Reload();
            });
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitStatus.Nothing;
        }
        catch (SocketException busy)
        {
            await Console.Error.WriteLineAsync("postvakt: cannot listen: " + busy.Message).ConfigureAwait(false);
            return ExitStatus.Trouble;
        }
    }

    /// <summary>Environment variables that may override the configuration.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value ?? ""));
}
