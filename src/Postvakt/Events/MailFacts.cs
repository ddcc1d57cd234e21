using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;

namespace Postvakt.Events;

/// <summary>What an event tells of a mail: addresses, ids, verdict and why. No text of it, and the subject only where it was asked for.</summary>
/// <param name="Id">Of the record.</param>
/// <param name="Subject">Empty where it is left out.</param>
public sealed record MailFacts(string Id, string MessageId, string From, string MailFrom, IReadOnlyList<string> Recipients, string Client, long Size, string Listener, Verdict Verdict, Disposition Applied, Disposition Intended, double Score, string Subject)
{
    /// <summary>The verdict is not the first one: later mail or a person changed it.</summary>
    public bool IsRevised { get; init; }

    public string Digest { get; init; } = "";

    public string Campaign { get; init; } = "";

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public IReadOnlyList<Indicator> Indicators { get; init; } = [];

    /// <summary>Recipients that are left out: a mail may go to thousands, and events wait in memory.</summary>
    public int Unlisted { get; init; }

    /// <summary>Itself where nothing is more.</summary>
    internal MailFacts WithItems(int most) => Recipients.Count <= most && Findings.Count <= most && Indicators.Count <= most ? this : this with
    {
        Recipients = [.. Recipients.Take(most)], Unlisted = Unlisted + Math.Max(0, Recipients.Count - most),
        // The gravest first: they are what is told of.
        Findings = [.. Findings.OrderByDescending(f => f.Severity).Take(most)], Indicators = [.. Indicators.Take(most)],
    };

    /// <param name="open">Opens the sealed subject, or gives an empty one.</param>
    public static MailFacts Of(LedgerEntry record, Func<LedgerEntry, string> open) => new(
        record.Answer.Id, record.MessageId, record.From, record.Envelope.MailFrom, record.Envelope.Recipients, record.Envelope.ClientAddress, record.Size, record.Listener,
        record.Revised ?? record.Answer.Verdict, record.Answer.Applied, record.Intended, record.Answer.Score, open(record))
    {
        IsRevised = record.Revised is not null, Digest = Convert.ToHexStringLower(record.Digest), Campaign = record.Campaign, Findings = record.Findings, Indicators = record.Indicators,
    };

    /// <summary>Of a mail that was judged this moment; findings and indicators stand in its record only.</summary>
    public static MailFacts Of(Arrival arrival, Answer answer, bool subject)
    {
        var (message, stored) = (arrival.Message, answer.Stored!);
        var all = message.Envelope.Recipients;
        return new MailFacts(
            stored.Id, BoundText.Of(message.Id, BoundText.Long), message.From.Address, message.Envelope.MailFrom, all.Count > EventFormats.MaxItems ? [.. all.Take(EventFormats.MaxItems)] : all, message.Envelope.ClientAddress, message.Size, arrival.Listener, stored.Verdict,
            answer.Disposition, answer.Intended, stored.Score, subject ? BoundText.Of(message.Subject.Raw, BoundText.Long) : "") { Digest = Convert.ToHexStringLower(arrival.Digest), Unlisted = Math.Max(0, all.Count - EventFormats.MaxItems) };
    }
}
