using System.Globalization;
using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Directories;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.Questions;

/// <summary>
/// Asks a sender out of band whether a mail was theirs. A person has one open question at most: what comes meanwhile joins it, so that whose account sent a hundred mails
/// is asked once. Every attempt is audited.
/// </summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class AskSender(IDecisions decisions, DirectorySnapshot directory, TimeProvider clock)
{
    /// <summary>Kind of the job that has the worker send a question; its subject is the question's id.</summary>
    public const string JobKind = "ask-sender";

    /// <summary>Questions to one person within an hour. 3: more is a nuisance, or somebody who wears people down until they press yes.</summary>
    public const int MaxPerHour = 3;

    /// <summary>How long a question waits for more mails of the same person before it is sent. 5 s: a burst of a stolen account.</summary>
    public static readonly TimeSpan Gathers = TimeSpan.FromSeconds(5);

    public Ruling Ask(Actor actor, AskedRecord mail, string reason)
    {
        var now = clock.GetUtcNow();
        if (mail.Incident.Length == 0) mail = mail with { Incident = IncidentOf.Find(decisions, mail.Campaign, mail.Id) };
        var person = directory.PersonOf(mail.From);
        var entry = person is null || person.Id.Length > PersonQuestions.MaxId ? null : decisions.FindRegistered(PersonQuestions.Kind, person.Id);
        var asked = PersonQuestions.Of(entry);
        var open = asked.Open.Length > 0 ? decisions.FindRegistered(SenderQuestion.Kind, asked.Open) : null;
        var question = open is null ? null : SenderQuestion.Of(open);
        if (question is { IsOpen: false }) (open, question) = (null, null);
        var ruling = Rule(actor, mail, person, question, asked.Within(now).Count());
        var changes = new List<RegisterChange>();
        Job[] jobs = [];
        if (ruling.IsDone && question is not null)
        {
            changes.Add(With(question, mail).Change(open!.Version));
        }
        else if (ruling.IsDone)
        {
            var id = TimedId.New("question", now);
            var put = new SenderQuestion { Id = id, Person = person!.Id, Address = person.Address, Records = [mail.Id], Since = mail.At, Campaign = mail.Campaign, Incident = mail.Incident, AskedBy = actor.Name, AskedAt = now };
            changes.AddRange([put.Change(0), PersonQuestions.Change(person.Id, asked.With(id, now), entry)]);
            jobs = [new Job(JobKind, id, "{}", now + Gathers)];
        }
        var kept = decisions.Decide(new Decision(AuditEvent.Of(now, actor, "ask-sender", mail.Id, reason, ruling.Outcome)) { Register = changes, Jobs = jobs }, now);
        return kept == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", mail.Id);
    }

    private Ruling Rule(Actor actor, AskedRecord mail, Person? person, SenderQuestion? open, int within)
    {
        if (actor.Role < Role.Analyst) return Ruling.NotAllowed(actor, Role.Analyst);
        if (person is null || person.Id.Length > PersonQuestions.MaxId)
            return directory.PartnerOf(mail.From[(mail.From.LastIndexOf('@') + 1)..]) is { } partner ? Ruling.No(Refusal.WrongRecipient, "SenderPartner", mail.From, partner.Name) : Ruling.No(Refusal.WrongRecipient, "SenderUnknown", mail.From);
        if (person.IsShared) return Ruling.No(Refusal.WrongRecipient, "SenderShared", person.Address);
        if (open is not null) return open.Records.Contains(mail.Id) ? Ruling.No(Refusal.NotHeld, "SenderAsked", person.Address, mail.Id) : Ruling.Done("SenderAskedWith", person.Address, mail.Id);
        return within >= MaxPerHour ? Ruling.No(Refusal.NotHeld, "SenderOften", person.Address, within.ToString(CultureInfo.InvariantCulture)) : Ruling.Done("SenderAsking", person.Address, mail.Id);
    }

    private static SenderQuestion With(SenderQuestion question, AskedRecord mail) => question with
    {
        Records = question.Records.Count < SenderQuestion.MaxRecords ? [.. question.Records, mail.Id] : question.Records,
        More = question.Records.Count < SenderQuestion.MaxRecords ? question.More : question.More + 1,
        Since = mail.At < question.Since ? mail.At : question.Since,
        Campaign = question.Campaign.Length > 0 ? question.Campaign : mail.Campaign,
        Incident = question.Incident.Length > 0 ? question.Incident : mail.Incident,
    };
}
