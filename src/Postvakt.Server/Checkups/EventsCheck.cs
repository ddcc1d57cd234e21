using System.Text.Json;
using Postvakt.Server.Api;
using Postvakt.Server.Configuration;
using Postvakt.Server.Events;

namespace Postvakt.Server.Checkups;

/// <summary>Whether those who are to be told of events are told. Nothing is sent for this: see events test.</summary>
internal static class EventsCheck
{
    /// <summary>Behind by more, an output needs somebody. Ten minutes.</summary>
    private const long MaxLagSeconds = 600;

    public static IEnumerable<Check> Run(EventsConfig config, string folder)
    {
        var noted = Read(Path.Combine(folder, OperationWatch.StatusFile));
        foreach (var output in config.Outputs)
        {
            var name = "events " + output.Name;
            if (Missing(output) is { } file) yield return Check.Broken(name, $"{file} is not there: nobody is told");
            else if (noted.FirstOrDefault(s => s.Name == output.Name) is not { } status) yield return Check.Note(name, $"{output.Kind}; nothing is known of it yet: start the server, then try it with events test {output.Name}");
            else yield return Of(status);
            // A full disk may keep even the note of how outputs stand from being written.
            if (output.File is { } to && DiskCheck.Run(name, Path.GetDirectoryName(to.Path)!) is { State: not CheckState.Ok } little && Missing(output) is null) yield return little;
        }
    }

    public static Check Of(EventOutputStatus status)
    {
        var name = "events " + status.Name;
        if (status.State == "stopped") return Check.Broken(name, $"its receiver wants no more events ({status.LastError}); mend it there, then: postvakt events resume {status.Name}");
        if (status.LagSeconds > MaxLagSeconds || (status.State == "behind" && status.LastSent is null)) return Check.Broken(name, $"is {status.LagSeconds} s behind: {status.LastError}. Nothing audited is lost");
        if (status.State == "behind") return Check.Warning(name, $"is {status.LagSeconds} s behind and tried again: {status.LastError}");
        if (status.Dropped + status.Refused > 0) return Check.Warning(name, $"{status.Sent} events told, {status.Dropped} dropped and {status.Refused} refused since the start; {status.LastError}");
        return Check.Ok(name, $"{status.Sent} events told since the start, {status.State}, {status.LagSeconds} s behind");
    }

    private static string? Missing(EventOutputConfig output)
    {
        string?[] files = [output.Syslog?.CaFile, output.Syslog?.Certificate, output.Syslog?.CertificateKey, output.Webhook?.AddressFile, output.Webhook?.SecretFile, output.Webhook?.CaFile];
        if (Array.Find(files, f => f is not null && !File.Exists(f)) is { } missing) return missing;
        return output.File is { } file && !Directory.Exists(Path.GetDirectoryName(file.Path)) ? Path.GetDirectoryName(file.Path) : null;
    }

    private static IReadOnlyList<EventOutputStatus> Read(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: < 1 << 20 } ? JsonSerializer.Deserialize<EventOutputStatus[]>(File.ReadAllText(path), ApiJson.Options) ?? [] : [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }
}
