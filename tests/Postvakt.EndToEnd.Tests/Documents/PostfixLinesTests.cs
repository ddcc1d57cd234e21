using System.Diagnostics;
using System.Text.RegularExpressions;
using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>Lines for main.cf and master.cf that documents show are ones that Postfix knows.</summary>
public sealed partial class PostfixLinesTests : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Lines_AreKnownToPostfix()
    {
        string Lines(string kind) => string.Concat(Page.All.SelectMany(p => p.Of(kind)));
        var (main, master) = (Lines("ini main.cf"), Lines("ini master.cf"));
        string[] parameters = [.. Parameter().Matches(main).Select(m => m.Groups[1].Value)];
        Assert.Contains("smtpd_milters", parameters);
        File.WriteAllText(_place.At("main.cf"), "compatibility_level = 3.6\n" + main);
        File.WriteAllText(_place.At("master.cf"), "smtp inet n - n - - smtpd\n" + master);
        var (status, output, error) = await PostconfAsync("-n");
        Assert.Equal((0, ""), (status, error));
        Assert.All(parameters, p => Assert.Contains(p + " = ", output, StringComparison.Ordinal));
        // Options of services: those that Postfix does not know are warned of with -P.
        (status, output, error) = await PostconfAsync("-P");
        Assert.Equal((0, ""), (status, error));
        foreach (var option in (string[])["postvakt/unix/smtp_send_xforward_command = yes", "127.0.0.1:10025/inet/smtpd_milters ="]) Assert.Contains(option, output, StringComparison.Ordinal);
    }

    private async Task<(int Status, string Output, string Error)> PostconfAsync(string what)
    {
        using var postconf = Process.Start(new ProcessStartInfo("/usr/sbin/postconf", ["-c", _place.Folder, what]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = postconf.StandardError.ReadToEndAsync();
        var output = await postconf.StandardOutput.ReadToEndAsync();
        await postconf.WaitForExitAsync();
        return (postconf.ExitCode, output, await error);
    }

    [GeneratedRegex("^([a-z_]+) = ", RegexOptions.Multiline)]
    private static partial Regex Parameter();
}
