using System.Text.Json;
using Postvakt.Indicators;
using Postvakt.Registers;

namespace Postvakt.Questions;

/// <summary>Tells the security contact of a partner that a mailbox of theirs seems to be used by somebody else. Holds no text of a mail.</summary>
/// <param name="Partner">Name in the Directory.</param>
/// <param name="Contact">Address of the security contact, as the Directory had it when this was drafted.</param>
/// <param name="Senders">Addresses at the partner that the mails came from.</param>
/// <param name="Since">When the earliest of the mails came.</param>
/// <param name="Indicators">What was in the mails.</param>
/// <param name="Tlp">How far the partner may pass it on: CLEAR, GREEN, AMBER, AMBER+STRICT or RED (FIRST, TLP 2.0).</param>
/// <param name="Language">BCP 47, or empty for English.</param>
public sealed record PartnerNotice(
    string Id, string Partner, string Contact, IReadOnlyList<string> Records, IReadOnlyList<string> Senders, DateTimeOffset Since, IReadOnlyList<Indicator> Indicators, string Tlp, string Language,
    string DraftedBy, DateTimeOffset DraftedAt)
{
    public const string Kind = "partner-notice";

    public static readonly IReadOnlyList<string> Levels = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"];

    public PartnerNoticeState State { get; init; }

    public string ApprovedBy { get; init; } = "";

    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>Why it could not be sent, or empty.</summary>
    public string Trouble { get; init; } = "";

    public static PartnerNotice? Find(IRegister register, string id) => register.FindRegistered(Kind, id) is { } entry ? Of(entry) : null;

    public static PartnerNotice Of(RegisterEntry entry) => JsonSerializer.Deserialize<PartnerNotice>(entry.Json) ?? throw new JsonException("an empty notice");

    internal RegisterChange Change(long version) => new(Kind, Id, JsonSerializer.Serialize(this), version) { Keys = [.. Records.Take(PartnerNotices.MaxRecords).Select(r => "record:" + r)] };
}
