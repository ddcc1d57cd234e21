using System.Net;
using Postvakt.Conversations;
using Postvakt.Memory;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;

namespace Postvakt.Facts;

/// <summary>Links in new text: does this host, in this form, fit who sends it?</summary>
internal static class LinkFacts
{
    public static void Read(FactContext context, FactSheet sheet)
    {
        if (!context.Profile.ClaimsConversation) return;
        var quoted = context.QuoteRecognised
            ? context.Message.Links.Where(l => l.Place == SegmentKind.Quoted).Select(l => l.Domain).ToHashSet(StringComparer.Ordinal)
            : [];
        for (var i = 0; i < context.Profile.Links.Count; i++)
        {
            var link = context.Profile.Links[i];
            if (IsReadersMachine(link)) continue;
            var own = IsHabit(context, i);
            Novelty(context, sheet, link, own || quoted.Contains(link.Domain));
            if (!own) Form(context, sheet, link);
        }
        InQuotes(context, sheet);
        Enclosed(context, sheet);
    }

    /// <summary>"http://localhost:8080/": whoever opens it reaches himself (RFC 6761 6.3).</summary>
    private static bool IsReadersMachine(Link link) => link.Host is "localhost" || link.Host.EndsWith(".localhost", StringComparison.Ordinal) || (IPAddress.TryParse(link.Host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsHabit(FactContext context, int link)
    {
        // Host habits stand in the order of the links.
        var value = context.Profile.Habits.Where(h => h.Kind == HabitKind.Host).ElementAtOrDefault(link).Value;
        return context.HabitsOf(HabitKind.Host).Any(h => h.Value == value);
    }

    private static void Novelty(FactContext context, FactSheet sheet, Link link, bool familiar)
    {
        if (familiar || (link.Traits & LinkTraits.Maker) != 0 || IsCorrespondent(context, link.Domain)) return;
        var signature = link.Place == SegmentKind.Signature;
        var where = signature ? "signature" : "new text";
        // Newcomers sign with their own site; a signature is also where a link goes unread.
        var own = signature && PublicSuffixList.RegistrableDomain(context.Message.From.Domain) == link.Domain;
        var weight = (own ? 0.3 : signature ? 0.6 : 1) * context.Depth;
        if (!context.Known.Hosts.TryGetValue(link.Domain, out var host))
        {
            // Mail of the same conversation that is still in its quiet time may have brought it.
            var mark = context.Profile.Marks.TakeWhile(m => !(m.Kind == MarkKind.Host && m.Text == link.Domain)).Count();
            var here = mark < context.Known.Signals.Count && context.Conversation is { } conversation
                && context.Known.Signals[mark].Any(s => s.Conversation == conversation.Id && s.Person == context.Known.Author?.Id);
            sheet.Set(Fact.HostNew, here ? 0.5 * weight : weight, where, link.Url);
        }
        else if (host.Messages <= 1)
        {
            sheet.Set(Fact.HostRare, weight, where, link.Url);
        }
        sheet.Set(Fact.HostNewToSender, context.AuthorKnown ? weight : 0.7 * weight, where, link.Url);
        if ((link.Traits & (LinkTraits.FileSharing | LinkTraits.Shortener)) != 0) sheet.Set(Fact.SharedFileNewToSender, context.Depth, where, link.Url);
    }

    /// <summary>A reply, no forward, that carries a whole message with a link to a host nobody linked: new text in an envelope of its own.</summary>
    private static void Enclosed(FactContext context, FactSheet sheet)
    {
        if (context.Message.Automatic || context.Message.Subject is not { Replies: > 0, Forwards: 0 }) return;
        foreach (var link in context.Message.Links.Where(l => (l.Traits & (LinkTraits.Enclosed | LinkTraits.Wrapper | LinkTraits.Maker)) == LinkTraits.Enclosed).Take(30))
        {
            if (!context.Profile.Question.QuotedHosts.Contains(link.Domain, StringComparer.Ordinal)) continue;
            if (context.Known.Hosts.ContainsKey(link.Domain) || IsCorrespondent(context, link.Domain)) continue;
            sheet.Set(Fact.HostNew, context.Depth, "enclosed message", link.Url);
        }
    }

    /// <summary>The sender's own site, if people write from there, or that of a participant.</summary>
    private static bool IsCorrespondent(FactContext context, string domain) =>
        (context.Known.DomainMessages >= 2 && PublicSuffixList.RegistrableDomain(context.Message.From.Domain) == domain)
        || context.Conversation?.Participants.Any(p => p.Wrote > 0 && p.Address.EndsWith(domain, StringComparison.Ordinal)) == true;

    private static void Form(FactContext context, FactSheet sheet, Link link)
    {
        if (link.Place != SegmentKind.Authored) return;
        sheet.Set(Fact.ShownElsewhere, (link.Traits & LinkTraits.ShownElsewhere) != 0, "HTML", $"{link.Shown} leads to {link.Url}");
        sheet.Set(Fact.LinkOnlyInHtml, link.FromHtml && link.Shown is { Length: > 0 } shown && !shown.Contains('.') && context.Message.Bodies.Any(b => !b.Rendered.FromHtml), "HTML", $"{link.Shown} leads to {link.Url}");
        sheet.Set(Fact.LinkWithoutScheme, (link.Traits & LinkTraits.NoScheme) != 0 && link.Path.Length > 1, "new text", link.Written);
        sheet.Set(Fact.LinkDefanged, (link.Traits & LinkTraits.Defanged) != 0, "new text", link.Written);
        sheet.Set(Fact.CounterPath, (link.Traits & LinkTraits.CounterPath) != 0, "new text", link.Url);
        sheet.Set(Fact.FileLink, (link.Traits & LinkTraits.FileTarget) != 0, "new text", link.Url);
    }

    /// <summary>
    /// A link in quoted text to a host that nobody ever linked. Where the text is one that we keep, its author did not write it; where a known
    /// message is answered but something else is quoted, the quote may be a dress for new text.
    /// </summary>
    private static void InQuotes(FactContext context, FactSheet sheet)
    {
        foreach (var link in context.Message.Links.Where(l => l.Place == SegmentKind.Quoted && l.Quote >= 0).Take(30))
        {
            if ((link.Traits & LinkTraits.Enclosed) != 0) continue;
            if (!context.Profile.Question.QuotedHosts.Contains(link.Domain, StringComparer.Ordinal) || link.Quote >= context.Known.Quotes.Count) continue;
            // A gateway's wrapper whose target is cut off, by a line's end mostly, says nothing of who was linked; a file name that a mail
            // program took for a host cannot lead anywhere (RFC 1123 2.1 knows no underscore).
            if ((link.Traits & (LinkTraits.Wrapper | LinkTraits.Maker)) != 0 || link.Domain.Contains('_')) continue;
            if (QuoteDebris.Is(context.Message, link)) continue;
            if (context.Known.Hosts.ContainsKey(link.Domain) || IsCorrespondent(context, link.Domain)) continue;
            var match = context.Known.Quotes[link.Quote];
            // Mail in its quiet time may have brought the host, and a verbatim quote brings what its author wrote.
            if (ConversationMatcher.IsRecognised(match))
            {
                // The more else differs, the likelier an edited quote or one that gateways have rewritten; where most of it is not that message's, others wrote there
                // too whose mail never came by.
                var missing = match.Asked - match.Hits;
                var share = Math.Min(1, 8.0 / Math.Max(1, missing)) * Math.Min(1, 2.0 * match.Hits / match.Asked);
                if (match.Best!.Value.Standing == Standing.Trusted && missing > 0) sheet.Set(Fact.HostInsertedInQuote, context.Depth * share, "quoted text", link.Url);
            }
            else if (link.Quote == 0 && match.Asked > 0 && context.Profile.Words < 5 && context.Message.Subject is { Replies: > 0, Forwards: 0 })
            {
                sheet.Set(Fact.HostInForeignQuote, (context.Known.Parents.Count > 0 ? 0.8 : 0.5) * context.Depth, "quoted text", link.Url);
            }
        }
    }
}
