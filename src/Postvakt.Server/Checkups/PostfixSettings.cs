using System.Diagnostics;

namespace Postvakt.Server.Checkups;

/// <summary>What a Postfix on this machine is configured to, read with its own postconf(1).</summary>
internal sealed class PostfixSettings
{
    /// <summary>Characters of postconf's answer. 1 MiB: a large configuration has some hundred kilobytes.</summary>
    private const int MaxAnswer = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, string> _main;

    private PostfixSettings(Dictionary<string, string> main, IReadOnlyList<(string Service, string Name, string Value)> overrides) => (_main, Overrides) = (main, overrides);

    /// <summary>Settings of main.cf with Postfix's defaults; empty for unknown ones.</summary>
    public string this[string name] => _main.GetValueOrDefault(name, "");

    /// <summary>Settings that a service of master.cf overrides ("smtp/inet").</summary>
    public IReadOnlyList<(string Service, string Name, string Value)> Overrides { get; }

    /// <param name="folder">Configuration directory, or null for the usual one.</param>
    /// <returns>Settings, or null with a sentence.</returns>
    public static (PostfixSettings? Settings, string Fault) Read(string? folder)
    {
        // -x: values with the settings that they name put in.
        string[] where = folder is null ? ["-x"] : ["-x", "-c", Path.GetFullPath(folder)];
        var (main, fault) = Ask([.. where]);
        if (main is null) return (null, fault);
        var (master, trouble) = Ask([.. where, "-P"]);
        if (master is null) return (null, trouble);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Pairs(main)) settings[name] = value;
        return (new PostfixSettings(settings, [.. Pairs(master).Select(p => (p.Name.LastIndexOf('/') is var at and > 0 ? p.Name[..at] : "", p.Name[(p.Name.LastIndexOf('/') + 1)..], p.Value))]), "");
    }

    private static IEnumerable<(string Name, string Value)> Pairs(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.IndexOf('=', StringComparison.Ordinal) is var at and > 0) yield return (line[..at].Trim(), line[(at + 1)..].Trim());
        }
    }

    private static (string? Answer, string Fault) Ask(IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("postconf") { RedirectStandardOutput = true, RedirectStandardError = true };
        // Daemons' tools live in sbin, which a plain account's PATH may lack.
        start.Environment["PATH"] = (Environment.GetEnvironmentVariable("PATH") ?? "") + ":/usr/sbin:/usr/local/sbin";
        start.FileName = Programs(start.Environment["PATH"]!).FirstOrDefault(File.Exists) ?? "";
        if (start.FileName.Length == 0) return (null, "postconf is not installed on this machine; run this where Postfix runs");
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var complaint = "postconf failed";
            process.ErrorDataReceived += (_, line) => complaint = line.Data is { Length: > 0 } text ? text : complaint;
            process.BeginErrorReadLine();
            var buffer = new char[MaxAnswer];
            using var limit = new CancellationTokenSource(Patience);
            // Ends the reading too.
            using var end = limit.Token.Register(process.Kill);
            var read = process.StandardOutput.ReadBlock(buffer);
            if (read == MaxAnswer) process.Kill();
            process.WaitForExit();
            if (limit.IsCancellationRequested) return (null, "postconf did not answer");
            if (read == MaxAnswer) return (null, "postconf answered more than a configuration can be");
            return process.ExitCode == 0 ? (new string(buffer, 0, read), "") : (null, complaint);
        }
        catch (System.ComponentModel.Win32Exception refused)
        {
            return (null, "postconf cannot be run: " + refused.Message);
        }
    }

    private static IEnumerable<string> Programs(string path) => path.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(d => Path.Combine(d, "postconf"));
}
