using System.Globalization;
using Postvakt.Facts;
using Postvakt.Memory;
using Postvakt.Wording;

namespace Postvakt.Intake.Looks;

/// <summary>What deviates in one mail from what its sender's mail is like: what is usual, and what is here. Nothing is said of habits that the mail keeps.</summary>
/// <param name="Fact">What deviates; names a sentence.</param>
/// <param name="Usual">Key of the sentence that says what is usual.</param>
/// <param name="Values">What that is filled with; may hold words of strangers.</param>
/// <param name="Here">What stands in the mail instead: a stranger's words.</param>
public sealed record HabitPair(Fact Fact, string Usual, IReadOnlyList<string> Values, string Here)
{
    /// <summary>Addresses and zones that are named as usual.</summary>
    private const int MaxNamed = 4;

    private static readonly (Fact Fact, HabitKind Kind)[] Habits =
    [
        (Fact.ClientNew, HabitKind.Client), (Fact.IdShapeNew, HabitKind.IdShape), (Fact.RouteNew, HabitKind.Route), (Fact.EnvelopeNew, HabitKind.Envelope), (Fact.GreetingNew, HabitKind.Greeting),
        (Fact.AuthenticationWorse, HabitKind.Authentication),
    ];

    private static readonly Fact[] Hosts = [Fact.HostNew, Fact.HostRare, Fact.HostNewToSender, Fact.SharedFileNewToSender];

    private static readonly Fact[] Never = [Fact.AttachmentNewToSender, Fact.EncryptedArchive, Fact.PasswordGiven, Fact.AccountNew, Fact.ReplyToElsewhere, Fact.NeverWroteToRecipients];

    /// <summary>In the order of the facts; a host that nobody here knows is not named a second time as one that the sender does not know.</summary>
    public static IReadOnlyList<HabitPair> Of(Judgement judgement)
    {
        var (facts, known) = (judgement.Facts, judgement.Known);
        var mails = Number(known.Author?.Messages ?? 0);
        var pairs = new List<HabitPair>();
        if (facts[Fact.SenderNew] > 0) pairs.Add(Pair(facts, Fact.SenderNew, "UiUsualNobody", Number(known.Depth.Messages)));
        if (facts[Fact.SenderNotInConversation] > 0 && judgement.Match.Conversation is { } conversation)
            pairs.Add(Pair(facts, Fact.SenderNotInConversation, "UiUsualPeople", string.Join(", ", conversation.Participants.OrderByDescending(p => p.Wrote).Select(p => p.Address).Where(a => a.Length > 0).Take(MaxNamed))));
        if (facts[Fact.Asleep] > 0 && judgement.Match.Conversation is { } asleep)
            pairs.Add(new HabitPair(Fact.Asleep, "UiUsualLast", [Sentences.Time(DateTimeOffset.FromUnixTimeSeconds(asleep.Last))], Sentences.Time(DateTimeOffset.FromUnixTimeSeconds(judgement.Profile.At))));
        foreach (var (fact, kind) in Habits)
            if (facts[fact] > 0 && known.Habits.Where(h => h.Kind == kind).OrderByDescending(h => h.Messages).FirstOrDefault() is { Messages: > 0 } most) pairs.Add(Pair(facts, fact, "UiUsualAnother", Number(most.Messages), mails));
        if (facts[Fact.ZoneNew] > 0) pairs.Add(Pair(facts, Fact.ZoneNew, "UiUsualIs", string.Join(", ", known.Habits.Where(h => h.Kind == HabitKind.Zone).OrderByDescending(h => h.Messages).Take(MaxNamed).Select(h => $"{Zone(h.Value)} ({Number(h.Messages)})"))));
        if (Hosts.Where(f => facts[f] > 0).Take(1).ToArray() is [var host])
            pairs.Add(known.Habits.Count(h => h.Kind == HabitKind.Host) is var hosts and > 0 ? Pair(facts, host, "UiUsualHosts", Number(hosts), mails) : NeverSo(facts, host, known));
        pairs.AddRange(Never.Where(f => facts[f] > 0).Select(f => NeverSo(facts, f, known)));
        return pairs;
    }

    private static HabitPair NeverSo(FactSheet facts, Fact fact, Recollection known) => known.Author is { Messages: > 0 } author ? Pair(facts, fact, "UiUsualNever", Number(author.Messages)) : Pair(facts, fact, "UiUsualUnknown");

    private static HabitPair Pair(FactSheet facts, Fact fact, string usual, params string[] values) => new(fact, usual, values, facts.Evidence.FirstOrDefault(e => e.Fact == fact)?.Text ?? "");

    /// <summary>Minutes from UTC are kept as a number from 0.</summary>
    private static string Zone(long value) => string.Create(CultureInfo.InvariantCulture, $"UTC{(value - 1440) / 60.0:+0.##;-0.##;+0}");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
