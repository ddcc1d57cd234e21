using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.Notices;
using Postvakt.Questions;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;
using Postvakt.Wording;

namespace Postvakt.Server.Teams;

/// <summary>What asking people is done with.</summary>
/// <param name="Url">Where people reach the http listener, without a slash at its end; empty where that is not known.</param>
internal sealed record TeamsContext(IErrands Errands, TeamsConfig Config, string Url, KeyRing Keys, Func<DirectorySnapshot> Directory, Func<PolicyConfig> Policy, TimeProvider Clock)
{
    /// <summary>Addresses of recipients that a line names.</summary>
    private const int MaxNamed = 3;

    /// <summary>A person's own language, else the one set for the domain, else the usual one.</summary>
    public string LanguageOf(string address) => Policy().LanguageOf(Directory().PersonOf(address), address);

    /// <summary>The first mails of a question, a line each, as their sender is asked about them.</summary>
    /// <param name="ledger">Used by one thread at a time.</param>
    public IReadOnlyList<string> Mails(ILedger ledger, SenderQuestion question, string language)
    {
        var directory = Directory();
        var shown = new HeldFor(ledger, directory, Keys.Terms, Keys.Seal);
        return [.. question.Records.Take(Cards.MaxListed).Select(id => (Item: shown.Show(id), Record: ledger.FindRecord(id))).Where(m => m is { Item: not null, Record: not null })
            .Select(m => Sentences.Of(language, "AskMail", Sentences.Time(m.Item!.At), m.Item.Subject, Names(directory, m.Record!.Envelope.Recipients)))];
    }

    /// <summary>Mails of a question beyond those that are listed.</summary>
    public static int More(SenderQuestion question) => Math.Max(0, question.Records.Count - Cards.MaxListed) + question.More;

    private static string Names(DirectorySnapshot directory, IReadOnlyList<string> recipients) =>
        string.Join(", ", recipients.Take(MaxNamed).Select(r => directory.PersonOf(r)?.Name is { Length: > 0 } name ? name : Indicators.Defanged.Of(new Indicators.Indicator("address", r)))) + (recipients.Count > MaxNamed ? "…" : "");
}
