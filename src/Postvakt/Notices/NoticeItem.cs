using System.Globalization;
using System.Text;
using Postvakt.Intake;
using Postvakt.Intake.Ledger;
using Postvakt.Intake.Gateway;
using Postvakt.Quarantine;

namespace Postvakt.Notices;

/// <summary>A mail as it is shown to whom it was for. The words of its author are shown as such: escape them.</summary>
/// <param name="Subject">Without links that a mail program would make of it.</param>
/// <param name="State">Null for mail that was delivered and would have been held.</param>
public sealed record NoticeItem(string Id, DateTimeOffset At, string From, string Subject, Oddity Oddity, QuarantineState? State)
{
    /// <summary>Characters of a subject or address that are shown.</summary>
    private const int MaxShown = 120;

    /// <summary>The link that opens a chat with the sender in Teams, by language; empty where the sender is nobody of the Directory.</summary>
    public Func<string, string> AskInTeams { get; init; } = _ => "";

    public static NoticeItem Of(LedgerEntry record, string subject) => new(record.Answer.Id, record.At, Address(Visible(record.From)), WithoutLinks(Visible(subject)), OddityOf(record), record.Held?.State);

    /// <summary>Why it is held, in a language.</summary>
    public string Why(string language) => BannerText.Reason(Oddity, language);

    private static Oddity OddityOf(LedgerEntry record) =>
        record.Findings.Select(f => f.Id).Select(id => id switch
        {
            "name-on-other-address" => Oddity.NameElsewhere,
            "look-alike-domain" => Oddity.LookAlike,
            "link-inserted-in-quote" => Oddity.LinkInQuote,
            "locked-archive" => Oddity.LockedArchive,
            "code-in-reply" => Oddity.CodeFile,
            "new-host-in-reply" => Oddity.NewHost,
            "stranger-quotes-us" => Oddity.ForeignQuote,
            _ => Oddity.None,
        }).Where(o => o != Oddity.None).DefaultIfEmpty(Oddity.Unusual).Min();

    /// <summary>Without control characters and those that turn the direction of writing.</summary>
    private static string Visible(string text) => new([.. (text.Length > MaxShown ? text[..MaxShown] : text).Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format)]);

    /// <summary>An address whose domain makes no link, nor what stands before it where it looks like one.</summary>
    private static string Address(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 0) return WithoutLinks(address);
        var local = address[..at];
        return (local.Contains('/') || local.StartsWith("www", StringComparison.OrdinalIgnoreCase) ? WithoutLinks(local) : local) + "@" + WithoutLinks(address[(at + 1)..]);
    }

    /// <summary>With dots and colons that make no link of it: "www[.]firm[.]example".</summary>
    private static string WithoutLinks(string text)
    {
        var shown = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var inside = i > 0 && i + 1 < text.Length && !char.IsWhiteSpace(text[i - 1]) && !char.IsWhiteSpace(text[i + 1]);
            if (inside && text[i] is ('.' or ':')) shown.Append('[').Append(text[i]).Append(']');
            else shown.Append(text[i]);
        }
        return shown.ToString();
    }
}
