using System.Globalization;
using Postvakt.EventLogs;
using Postvakt.Hunts;
using Postvakt.Sigma.Rules;

namespace Postvakt.Cli.Hunts;

/// <summary>Words that all forms of a hunt share.</summary>
internal static class HuntText
{
    public static string Time(DateTimeOffset? at) => at is { } time ? time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "time unknown";

    public static string Level(SigmaLevel level) => level.ToString().ToLowerInvariant();

    public static string State(TechniqueState state) => state switch
    {
        TechniqueState.Succeeded => "succeeded",
        TechniqueState.Attempted => "attempted",
        TechniqueState.Clean => "clean",
        _ => "not enough log",
    };

    /// <summary>What the event fulfilled: "CommandLine: …; Image: …"; of a correlation how many of what.</summary>
    public static string Evidence(HuntFinding finding)
    {
        var parts = finding.Evidence.Where(e => e.Value is not null).DistinctBy(e => (e.Field, e.Value)).Select(e => e.Field.Length == 0 ? e.Item == "measured" ? "measured " + e.Value : e.Value! : e.Field + ": " + e.Value);
        return string.Join("; ", finding.Events > 1 ? parts.Prepend($"{finding.Events} events") : parts);
    }

    public static string Name(LogKind kind) => kind switch
    {
        LogKind.Evtx or LogKind.WindowsXml or LogKind.WindowsJson => "Windows events",
        LogKind.Iis => "IIS",
        LogKind.OabGenerator => "OAB generator",
        LogKind.UnifiedAudit => "Microsoft 365 audit",
        LogKind.EntraSignIn => "Entra sign-ins",
        LogKind.DefenderHunting => "Defender hunting",
        LogKind.Unknown => "not recognised",
        _ => "Exchange, " + kind.ToString()["Exchange".Length..],
    };

    /// <summary>"IIS logs from 2026-11-20 to 2026-11-26".</summary>
    public static string Seen(TechniqueOutcome outcome) => string.Join(", ", outcome.Seen.Select(s => $"{outcome.Technique.Logs.First(l => l.Source == s.Source).Name}{(s.First is { } first && s.Last is { } last ? $" from {Day(first)} to {Day(last)}" : "")}"));

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
