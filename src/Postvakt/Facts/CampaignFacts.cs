using Postvakt.Memory;

namespace Postvakt.Facts;

/// <summary>Does the same appear in conversations that have nothing to do with each other, within hours?</summary>
internal static class CampaignFacts
{
    private const long Window = 24 * 3600;
    private const long Hour = 3600;

    public static void Read(FactContext context, FactSheet sheet)
    {
        if (!context.Profile.ClaimsConversation) return;
        var senders = new HashSet<long>();
        var alike = new HashSet<long>();
        var wordings = new Dictionary<long, int>();
        // Mails with the very same link or file: people who share one thing with many do that, campaigns number theirs.
        var equal = Messages(context, MarkKind.Address, MarkKind.FileName);
        // A large site that two people link on one day is no campaign; one whose links are built alike may be.
        var alikePaths = Messages(context, MarkKind.Path);
        for (var i = 0; i < context.Profile.Marks.Count && i < context.Known.Signals.Count; i++)
        {
            var mark = context.Profile.Marks[i];
            var hits = context.Known.Signals[i];
            switch (mark.Kind)
            {
                case MarkKind.Host when sheet[Fact.HostNew] > 0 && !context.Known.Hosts.ContainsKey(mark.Text):
                    Same(Fact.SameHostElsewhere, mark.Text, hits);
                    Varied(mark.Text, hits.Where(h => alikePaths.Contains(h.Message)), chance: 1 - context.Known.Depth.WeightForRare);
                    break;
                case MarkKind.Path when (sheet[Fact.HostNew] > 0 || sheet[Fact.HostNewToSender] > 0) && mark.Text.AsSpan().ContainsAny('9', 'x'):
                    Same(Fact.SamePathElsewhere, mark.Text, [.. hits.Where(h => !equal.Contains(h.Message))]);
                    break;
                case MarkKind.File when sheet[Fact.AttachmentNewToSender] > 0:
                    Same(Fact.SameFileElsewhere, mark.Text, hits);
                    Varied(mark.Text, hits, chance: 0);
                    break;
                case MarkKind.Wording:
                    foreach (var conversation in Elsewhere(context, hits, Window).Select(h => h.Conversation).Distinct())
                        wordings[conversation] = wordings.GetValueOrDefault(conversation) + 1;
                    break;
                case MarkKind.Sender:
                    Burst(context, sheet, hits);
                    break;
            }
        }
        // One shared shingle is chance; two and more are a sentence.
        var same = wordings.Values.Count(n => n >= 2);
        if (same > 0) sheet.Set(Fact.SameWordingElsewhere, Grade(same), "new text", $"in {same} other conversations");
        // Sites of one kind number their pages alike: a form of path means little without the words around it.
        if (same > 0) senders.UnionWith(alike);
        else if (alike.Count > 0) sheet.Set(Fact.ManySenders, alike.Count == 1 ? 0.3 : 0.5, "From", $"{alike.Count + 1} senders");
        if (senders.Count > 0) sheet.Set(Fact.ManySenders, senders.Count == 1 ? 0.6 : 1, "From", $"{senders.Count + 1} senders");

        // Two may bring the same new site by chance while Memory is young; three in three conversations do not.
        void Varied(string what, IEnumerable<SignalHit> hits, double chance)
        {
            var conversations = Elsewhere(context, hits, Window).Where(h => !equal.Contains(h.Message)).Select(h => h.Conversation).Distinct().Count();
            if (conversations > 0) sheet.Set(Fact.VariedElsewhere, (conversations == 1 ? 1 - chance : 1) * Grade(conversations), "campaign", $"{what} in {conversations} other conversations within a day, never the same twice");
        }

        void Same(Fact fact, string what, IReadOnlyList<SignalHit> hits)
        {
            var elsewhere = Elsewhere(context, hits, Window).ToArray();
            var conversations = elsewhere.Select(h => h.Conversation).Distinct().Count();
            if (conversations == 0) return;
            sheet.Set(fact, Grade(conversations), "campaign", $"{what} in {conversations} other conversations within a day");
            foreach (var hit in elsewhere)
            {
                if (hit.Person != 0 && hit.Person != context.Known.Author?.Id) (fact == Fact.SamePathElsewhere ? alike : senders).Add(hit.Person);
            }
        }
    }

    /// <summary>Messages with the same marks as this one, in other conversations, for a revision of earlier verdicts.</summary>
    public static IEnumerable<SignalHit> Kin(FactContext context, FactSheet sheet)
    {
        for (var i = 0; i < context.Profile.Marks.Count && i < context.Known.Signals.Count; i++)
        {
            var mark = context.Profile.Marks[i];
            var counts = mark.Kind switch
            {
                MarkKind.Host => sheet[Fact.SameHostElsewhere] > 0 && !context.Known.Hosts.ContainsKey(mark.Text),
                MarkKind.Path => sheet[Fact.SamePathElsewhere] > 0 && sheet[Fact.SameWordingElsewhere] > 0,
                MarkKind.File => sheet[Fact.SameFileElsewhere] > 0,
                _ => false,
            };
            if (!counts) continue;
            foreach (var hit in Elsewhere(context, context.Known.Signals[i], Window)) yield return hit;
        }
    }

    /// <summary>Messages of the window that share a mark of these kinds with this one.</summary>
    private static HashSet<long> Messages(FactContext context, params ReadOnlySpan<MarkKind> kinds)
    {
        var messages = new HashSet<long>();
        for (var i = 0; i < context.Profile.Marks.Count && i < context.Known.Signals.Count; i++)
        {
            if (kinds.Contains(context.Profile.Marks[i].Kind)) messages.UnionWith(context.Known.Signals[i].Select(h => h.Message));
        }
        return messages;
    }

    private static double Grade(int conversations) => conversations switch { 1 => 0.6, 2 => 0.8, _ => 1 };

    private static IEnumerable<SignalHit> Elsewhere(FactContext context, IEnumerable<SignalHit> hits, long window) =>
        hits.Where(h => context.Profile.At - h.At <= window && h.Conversation != (context.Conversation?.Id ?? 0));

    private static void Burst(FactContext context, FactSheet sheet, IReadOnlyList<SignalHit> hits)
    {
        var conversations = Elsewhere(context, hits, Hour).Select(h => h.Conversation).Distinct().Count();
        if (conversations < 4) return;
        var usual = context.HabitsOf(HabitKind.Pace).Select(h => (int)h.Value).DefaultIfEmpty(0).Max();
        if (conversations + 1 > 2 << usual)
            sheet.Set(Fact.Burst, (conversations - 2) / 10.0, "rhythm", $"{conversations + 1} conversations within an hour");
    }
}
