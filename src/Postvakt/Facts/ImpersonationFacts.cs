using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Messages.Links;

namespace Postvakt.Facts;

/// <summary>"I am P": names on other addresses, look-alike domains.</summary>
internal static class ImpersonationFacts
{
    public static void Read(FactContext context, FactSheet sheet)
    {
        var from = context.Message.From;
        if (from.Address.Length == 0) return;
        var name = PersonNames.Normalize(from.Name);
        // A list that writes in people's names is known by its own address.
        var list = context.Message.ListId.Length > 0 && context.AuthorKnown;
        // "Anna Berg via Project" from a list says itself that it is not Anna's address.
        var announced = context.Message.ListId.Length > 0 && from.Name.Contains(" via ", StringComparison.OrdinalIgnoreCase);
        if (name.Length > 0 && !list && !announced) Names(context, sheet, name);
        if (name.Length == 0 && !context.AuthorKnown) LocalPart(context, sheet);
        sheet.Set(Fact.NameUnlikeAddress, name.Length > 0 && !list && !announced && !PersonNames.Fits(from.Name, from.Address), "From", from.ToString());
        LookAlikes(context, sheet);
        foreach (var reply in context.Message.Others.Where(p => p.Role == ParticipantRole.ReplyTo))
        {
            if (reply.Domain.Length > 0 && reply.Domain != from.Domain && !context.IsCorrespondent(reply.Domain) && reply.Domain != context.Message.ListId
                && context.Message.ListId.Length == 0 && !HasReplyHabit(context))
                sheet.Set(Fact.ReplyToElsewhere, context.Depth, "Reply-To", reply.Address);
        }
    }

    /// <summary>The sender's answers went elsewhere before, too: a ticket or customer system that sends for him.</summary>
    private static bool HasReplyHabit(FactContext context) =>
        context.Profile.Habits.Where(h => h.Kind == HabitKind.ReplyTo).All(h => context.HabitsOf(HabitKind.ReplyTo).Any(known => known.Value == h.Value));

    private static void Names(FactContext context, FactSheet sheet, string name)
    {
        var from = context.Message.From;
        var mine = context.Known.Author?.Messages ?? 0;
        var other = context.Known.SameName.Where(p => !context.IsAuthors(p.Address)).MaxBy(p => p.Messages);
        if (other is not null && other.Messages > mine)
        {
            sheet.Set(Fact.NameOfAnother, mine == 0 ? 1 : 0.5, "From", $"{from.Name} is known as {other.Address}, {other.Messages} messages; this is {from.Address}");
            if (context.Conversation is { } conversation && mine == 0 && context.Known.SameName.FirstOrDefault(p => conversation.Has(p.Address) && !context.IsAuthors(p.Address)) is { } participant)
                sheet.Set(Fact.NameInConversation, 1, "From", $"{participant.Address} takes part in the conversation; this is {from.Address}");
        }
        // Memory may be too young to know who has the name; the Directory knows it from the first hour on.
        else if (other is null && context.Known.Author is null && PersonNames.Words(from.Name).Count > 1 && context.Namesake(name) is { } person)
        {
            sheet.Set(Fact.NameOfAnother, 1, "From", $"{from.Name} is {person.Address} in the Directory; this is {from.Address}, which never wrote before");
        }
        foreach (var quote in MessageProfile.QuotesOf(context.Message))
        {
            if (quote.Address is { Length: > 3 } address && quote.Author is { } author && PersonNames.Normalize(author) == name && IsElsewhere(context, address))
                sheet.Set(Fact.AttributedElsewhere, mine == 0 ? 1 : 0.4, "attribution", $"{author} <{address}>; this is {from.Address}");
        }
        foreach (var recipient in context.Message.Recipients)
        {
            if (PersonNames.Normalize(recipient.Name) == name && IsElsewhere(context, recipient.Address) && mine == 0)
                sheet.Set(Fact.NameInConversation, 0.5, "To", $"{recipient}; this is {from.Address}");
        }
        Signature(context, sheet, mine);
    }

    /// <summary>Thieves who hold only an address make a name of its local part: "Gward" for gward@….</summary>
    private static void LocalPart(FactContext context, FactSheet sheet)
    {
        var from = context.Message.From;
        foreach (var quote in MessageProfile.QuotesOf(context.Message))
        {
            if (quote.Address is { } address && IsElsewhere(context, address) && from.Name.Length >= 4 && address.IndexOf('@') is var at and > 0
                && address.AsSpan(0, at).Equals(from.Name, StringComparison.OrdinalIgnoreCase))
                sheet.Set(Fact.AttributedElsewhere, 0.8, "attribution", $"{address}; this is {from}");
        }
    }

    /// <summary>An address in the text or signature that fits the sender's name and is another one: hijackers sign with the real address.</summary>
    private static void Signature(FactContext context, FactSheet sheet, int mine)
    {
        var from = context.Message.From;
        foreach (var text in (string[])[context.Message.Body.Signature, context.Message.Body.Authored])
        {
            var span = text.AsSpan(0, Math.Min(text.Length, 4_000));
            for (var at = span.IndexOf('@'); at >= 0;)
            {
                var start = at;
                while (start > 0 && (char.IsAsciiLetterOrDigit(span[start - 1]) || span[start - 1] is '.' or '_' or '-' or '+')) start--;
                var end = at + 1;
                while (end < span.Length && (char.IsAsciiLetterOrDigit(span[end]) || span[end] is '.' or '-')) end++;
                if (start < at && end > at + 3)
                {
                    var address = span[start..end].TrimEnd('.').ToString().ToLowerInvariant();
                    if (IsElsewhere(context, address) && !address.EndsWith("@" + from.Domain, StringComparison.Ordinal) && PersonNames.Fits(from.Name, address) && PersonNames.Words(from.Name).Count > 1)
                        sheet.Set(Fact.SignedElsewhere, mine == 0 ? 1 : 0.3, "signature", $"{address}; this is {from.Address}");
                }
                var next = span[(at + 1)..].IndexOf('@');
                at = next < 0 ? -1 : at + 1 + next;
            }
        }
    }

    private static void LookAlikes(FactContext context, FactSheet sheet)
    {
        var domain = PublicSuffixList.RegistrableDomain(context.Message.From.Domain);
        // Known for long, or named by the Directory: a sister company or another suffix of the same firm, not a newcomer in disguise.
        if (domain.Length == 0 || context.Known.DomainMessages >= 3 || context.IsPartner(context.Message.From.Domain) || context.IsPartner(domain)) return;
        var looked = new HashSet<string>(StringComparer.Ordinal) { domain };
        var mine = DomainLook.Of(domain);
        // Only who is known here is worth imitating: two strangers of one name are two firms, or two placeholders.
        void Look(string other, double weight, string where, bool known = false)
        {
            var registrable = PublicSuffixList.RegistrableDomain(other);
            if (registrable.Length > 0 && (known || context.IsWellKnown(registrable)) && looked.Add(registrable)) Compare(registrable, DomainLook.Of(registrable), weight, where);
        }

        void Compare(string registrable, DomainLook look, double weight, string where)
        {
            var kind = LookAlike.Compare(mine, look);
            // Firms hold their name under several suffixes, and sister companies share a word.
            if (kind is LookAlikeKind.OtherSuffix or LookAlikeKind.Contained) weight *= 0.7;
            if (kind != LookAlikeKind.None) sheet.Set(Fact.LookAlikeDomain, weight, where, $"{domain} looks like {registrable} ({kind})");
        }

        foreach (var own in context.Options.OrgDomains) Look(own, 1, "own domain", known: true);
        foreach (var participant in context.Conversation?.Participants ?? []) Look(participant.Address[(participant.Address.LastIndexOf('@') + 1)..], 1, "conversation", participant.Wrote > 0);
        foreach (var quote in MessageProfile.QuotesOf(context.Message))
        {
            if (quote.Address is { } address) Look(address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant(), 1, "quoted text");
        }
        foreach (var recipient in context.Message.Recipients) Look(recipient.Domain, 0.8, "recipients");
        foreach (var (known, look) in context.Correspondents) if (looked.Add(known)) Compare(known, look, 0.6, "correspondents");
    }

    /// <summary>Neither the sender's address nor another one of the same person.</summary>
    private static bool IsElsewhere(FactContext context, string address) =>
        address.Length > 0 && !address.Equals(context.Message.From.Address, StringComparison.OrdinalIgnoreCase) && !context.IsAuthors(address);
}
