using System.Collections;
using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Postvakt.Server.Configuration;
using Postvakt.Server.Serving;

namespace Postvakt.Cli.Verbs;

/// <summary>serve: stands in the mail flow until it is told to stop. SIGHUP reads the configuration anew.</summary>
internal static class ServeVerb
{
    private static readonly string[] Usual = ["postvakt.yaml", "/etc/postvakt/postvakt.yaml"];

    public static Command Create()
    {
        var file = new Option<string?>("--config") { Description = "Configuration; else ./postvakt.yaml, else /etc/postvakt/postvakt.yaml, else defaults", HelpName = "FILE" };
        var check = new Option<bool>("--check") { Description = "Only check the configuration" };
        var data = CommonOptions.Data();
        var verb = new Command("serve", "Stand in the mail flow: milter, SMTP, health page") { file, check, data };
        verb.SetAction(async (parsed, cancellation) =>
        {
            var path = parsed.GetValue(file) ?? Usual.FirstOrDefault(File.Exists);
            var (config, errors) = ConfigReader.Read(path, Variables());
            if (config is null)
            {
                foreach (var error in errors) await Console.Error.WriteLineAsync("postvakt: " + error).ConfigureAwait(false);
                return ExitStatus.Trouble;
            }
            if (parsed.GetValue(check))
            {
                Console.WriteLine($"{path ?? "defaults"}: well; mode {config.Policy.Mode.ToString().ToLowerInvariant()}");
                return ExitStatus.Nothing;
            }
            return await ServeAsync(config, path, parsed.GetValue(data), cancellation).ConfigureAwait(false);
        });
        return verb;
    }

    private static async Task<int> ServeAsync(ServeConfig config, string? path, string? data, CancellationToken cancellation)
    {
        using var logs = LoggerFactory.Create(logging => logging.AddJsonConsole(o => o.UseUtcTimestamp = true).AddFilter("Microsoft", LogLevel.Warning));
        try
        {
            await using var gateway = await GatewayHost.StartAsync(config, data, TimeProvider.System, logs, cancellation).ConfigureAwait(false);
            using var reload = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true;
                Reload(gateway, path, logs.CreateLogger("postvakt"));
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

    /// <summary>Bad at a reload: the old configuration stays, and every error is told.</summary>
    private static void Reload(GatewayHost gateway, string? path, ILogger log)
    {
        var (next, errors) = ConfigReader.Read(path, Variables());
        if (next is not null) gateway.Reload(next);
        else ConfigurationLog.Refused(log, string.Join("; ", errors));
    }

    private static IEnumerable<KeyValuePair<string, string>> Variables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value ?? ""));
}
