using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Postvakt.Indicators;
using Postvakt.Registers;

namespace Postvakt.Signals;

/// <summary>An indicator that mail is looked through for, because somebody knows it from an attack.</summary>
/// <param name="By">Who named it, and answers for it.</param>
/// <param name="Incident">Id of the incident that it comes from, or empty.</param>
/// <param name="Until">When it ends: hosts and addresses change hands.</param>
public sealed record KnownIndicator(Indicator Indicator, IndicatorGrade Grade, string By, string Reason, string Incident, DateTimeOffset Since, DateTimeOffset Until)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "known-indicator";

    /// <summary>Id of the finding that one was seen; its source is the indicator's id.</summary>
    public const string Finding = "known-indicator";

    /// <summary>How long one may hold. A year.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromDays(365);

    /// <summary>How long one holds where nobody says. 90 days.</summary>
    public static readonly TimeSpan UsualTime = TimeSpan.FromDays(90);

    public string Id => IdOf(Indicator);

    /// <summary>"host:evil.example"; of a long value its digest (SHA-256), as an entry's id is short.</summary>
    public static string IdOf(Indicator indicator) =>
        indicator.Type + ":" + (indicator.Value.Length <= 150 && indicator.Value.All(c => c is > ' ' and < '\u007f') ? indicator.Value : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(indicator.Value))));

    /// <summary>Throws <see cref="JsonException"/> for an entry that is none.</summary>
    public static KnownIndicator Of(RegisterEntry entry) => JsonSerializer.Deserialize<KnownIndicator>(entry.Json) ?? throw new JsonException("an empty indicator");

    public RegisterChange Change(long version) => new(Kind, Id, JsonSerializer.Serialize(this), version);
}
