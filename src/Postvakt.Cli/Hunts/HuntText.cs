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

    /// <summary>What would make a clean outcome surer: the best log about it, where another one was looked at; else empty.</summary>
    public static string Surer(TechniqueOutcome outcome) =>
        outcome.State == TechniqueState.Clean && outcome.Technique.Logs[0] is var best && outcome.Seen.All(s => s.Source != best.Source) ? "surer with " + best.Name : "";

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
