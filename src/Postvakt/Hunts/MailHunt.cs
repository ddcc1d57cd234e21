using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages.Links;
using Postvakt.Quarantine;

namespace Postvakt.Hunts;

/// <summary>Asks the records and Memory: who received it, who answered, where else it is. Each call takes little time, so that mail goes on between them.</summary>
/// <param name="ledger">Used by one thread at a time.</param>
public sealed class MailHunt(ILedger ledger, SearchTerms terms)
{
    /// <summary>Records that one indicator finds. 1,000.</summary>
    public const int MaxOfOne = 1_000;

    /// <summary>Ids of records that carry an indicator, newest first: held and flagged mail by the indicator itself, any mail by what it is found by.</summary>
    public IReadOnlyList<string> Carrying(Indicator indicator, DateTimeOffset since)
    {
        var term = indicator.Type == "address" ? terms.Author(indicator.Value) : terms.Indicator(indicator.Value);
        return [.. ledger.RecordsWith(indicator, MaxOfOne).Concat(ledger.RecordsOf(term, since, MaxOfOne)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The mail, or null where its record is gone or older.</summary>
    /// <param name="carries">Indicators that it was found by.</param>
    public MailTrace? Trace(string id, IReadOnlyList<string> carries, DateTimeOffset since)
    {
        if (ledger.FindRecord(id) is not { } record || record.At < since) return null;
        return new MailTrace(id, record.At, record.From, record.Envelope.Recipients, record.MessageId, record.Revised ?? record.Answer.Verdict, record.Answer.Applied, record.Held?.State, record.Campaign, carries, Of("file"), Of("host"), Of("sha256"), WroteOn(record));

        IReadOnlyList<string> Of(string type) => [.. record.Indicators.Where(i => i.Type == type).Select(i => i.Value).Distinct().Take(20)];
    }

    /// <summary>What Memory knows of the places that indicators name.</summary>
    public IReadOnlyList<KnownPlace> Places(IEnumerable<Indicator> indicators, DateTimeOffset now)
    {
        string[] domains = [.. indicators.Select(HostOf).Where(h => h.Length > 0).Select(PublicSuffixList.RegistrableDomain).OfType<string>().Distinct(StringComparer.Ordinal)];
        return [.. domains.Chunk(20).SelectMany(some => Recall(some, now)).OrderByDescending(p => p.People)];
    }

    /// <summary>People whose trusted mail links to a host as a whole: 0 for one below a domain that many have parts of.</summary>
    public int PeopleAt(Indicator indicator, DateTimeOffset now) => indicator.Type == "host" && PublicSuffixList.RegistrableDomain(indicator.Value) == indicator.Value ? Recall([indicator.Value], now).FirstOrDefault()?.People ?? 0 : 0;

    private IEnumerable<KnownPlace> Recall(IReadOnlyList<string> domains, DateTimeOffset now) => ledger.Memory.Recall(new Question
    {
        At = now.ToUnixTimeSeconds(), Id = 0, Parents = [], Subject = 0, Quotes = [], Author = "", AuthorName = 0, Recipients = [], Hosts = domains, QuotedHosts = [], Signals = [],
    }).Hosts.Values.Select(h => new KnownPlace(h.Name, DateTimeOffset.FromUnixTimeSeconds(h.First), h.Person == 0 ? "" : ledger.Memory.AddressOf(h.Person), h.Messages, h.People)).ToArray();

    /// <summary>Memory knows who wrote in which conversation, not which mail a mail answers.</summary>
    private IReadOnlyList<MailAnswer> WroteOn(LedgerEntry record)
    {
        if (ledger.RowsOf([record.Answer.Id]) is not [var row, ..] || ledger.Memory.ConversationOf(row) is not { } conversation) return [];
        var people = conversation.Participants.Where(p => record.Envelope.Recipients.Contains(p.Address, StringComparer.OrdinalIgnoreCase) && !p.Address.Equals(record.From, StringComparison.OrdinalIgnoreCase)).ToDictionary(p => p.Person, p => p.Address);
        return people.Count == 0 ? [] : [.. ledger.Memory.Timeline(conversation.Id).Where(m => m.Id != row && m.At >= record.At.ToUnixTimeSeconds() && people.ContainsKey(m.Author)).GroupBy(m => m.Author).Select(g => new MailAnswer(people[g.Key], DateTimeOffset.FromUnixTimeSeconds(g.Min(m => m.At)))).OrderBy(a => a.At)];
    }

    private static string HostOf(Indicator indicator) => indicator.Type switch
    {
        "host" => indicator.Value,
        "url" when Uri.TryCreate(indicator.Value, UriKind.Absolute, out var uri) => uri.IdnHost,
        "address" => indicator.Value[(indicator.Value.LastIndexOf('@') + 1)..],
        _ => "",
    };
}
