using Postvakt.Detection;
using Postvakt.Quarantine;

namespace Postvakt.Hunts;

/// <summary>A recorded mail that a hunt asked for: who received it, and who wrote in its conversation afterwards.</summary>
/// <param name="Record">Id of the record.</param>
/// <param name="Held">State of the held mail; null where it was not held.</param>
/// <param name="Carries">Which of the indicators asked for; empty where it was asked for by campaign or id.</param>
/// <param name="Files">Names of files that it carried.</param>
/// <param name="Hosts">Hosts that it linked to.</param>
/// <param name="Hashes">SHA-256 of files.</param>
/// <param name="WroteOn">Those of its recipients who wrote in the conversation afterwards, with the time of the first.</param>
public sealed record MailTrace(
    string Record, DateTimeOffset At, string From, IReadOnlyList<string> Recipients, string MessageId, Verdict Verdict, Disposition Applied, QuarantineState? Held, string Campaign, IReadOnlyList<string> Carries,
    IReadOnlyList<string> Files, IReadOnlyList<string> Hosts, IReadOnlyList<string> Hashes, IReadOnlyList<MailAnswer> WroteOn)
{
    /// <summary>Whether it lies in mailboxes, as far as is known here.</summary>
    public bool IsDelivered => Held is null ? Applied is Disposition.Deliver or Disposition.Tag : Held is QuarantineState.Released or QuarantineState.Delivering or QuarantineState.InDoubt;

    /// <summary>"held", "delivered", "released", "deleted"…</summary>
    public string Fate => Held is { } state ? state == QuarantineState.Held ? "held" : state.ToString().ToLowerInvariant() : IsDelivered ? "delivered" : Applied.ToString().ToLowerInvariant();

    /// <summary>As lines of a timeline: the mail, and each who wrote on.</summary>
    public IEnumerable<HuntLine> Lines()
    {
        Trait[] shared = [.. Mail(MessageId), .. Files.Take(4).Select(f => new Trait(TraitKind.File, f.ToLowerInvariant())), .. Hosts.Take(4).Select(h => new Trait(TraitKind.Url, h)), .. Hashes.Take(2).Select(h => new Trait(TraitKind.Hash, h))];
        var level = Verdict switch { Verdict.Malicious => "critical", Verdict.Suspicious => "high", Verdict.Undetermined => "medium", _ => "low" };
        yield return new HuntLine("mail", At, level, $"Mail {Fate}", "", From, [], $"to {string.Join(", ", Recipients.Take(10))}{(Recipients.Count > 10 ? $" and {Recipients.Count - 10} more" : "")}{(Carries.Count > 0 ? "; " + string.Join(", ", Carries) : "")}", Record, 1,
            [.. shared, .. Recipients.Where(a => a.Length > 0).Take(4).SelectMany(People)]);
        foreach (var answer in WroteOn) yield return new HuntLine("mail", answer.At, "medium", "Recipient wrote in its conversation afterwards", "", answer.Address, [], $"after the mail of {From}", Record, 1, [.. Mail(MessageId), .. People(answer.Address)]);
    }

    private static Trait[] Mail(string id) => id.Length > 0 ? [new Trait(TraitKind.MessageId, id.ToLowerInvariant())] : [];

    /// <summary>Logs of a PC know an account by the part before the @.</summary>
    private static Trait[] People(string address) => [new(TraitKind.Person, address.ToLowerInvariant()), new(TraitKind.Person, address.Split('@')[0].ToLowerInvariant())];
}
