using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Directories;
using Postvakt.Quarantine;

namespace Postvakt.Questions;

/// <summary>
/// Notes what a sender answers. "No" has the mails and everything like them raised to malicious, marks the account as suspected and proposes an incident, together.
/// "Yes" changes no verdict: whoever has the account can press it. From an account that is suspected already it is worth nothing, and is answered just as politely.
/// </summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class AnswerQuestion(IDecisions decisions, DirectorySnapshot directory, TimeProvider clock)
{
    private const string Denied = "sender-denied";

    /// <summary>The person who was asked answers.</summary>
    /// <param name="by">Authenticated identity, such as "teams:…" of the bot or "person:…" of a link.</param>
    /// <param name="person">Whose identity it is: the id in the Directory.</param>
    public Ruling Answer(Actor by, string person, QuestionWay way, string id, bool yes)
    {
        var question = SenderQuestion.Find(decisions, id);
        var ruling = question is null ? Ruling.No(Refusal.Unknown, "NoQuestion", id)
            : !person.Equals(question.Person, StringComparison.OrdinalIgnoreCase) ? Ruling.No(Refusal.WrongRecipient, "QuestionNotYours")
            : Rule(question, yes);
        return Keep(by, way, id, question, yes, "", ruling);
    }

    /// <summary>A responder spoke to the person, or to the manager.</summary>
    /// <param name="reason">To whom, and how they were known.</param>
    public Ruling ByTelephone(Actor responder, string id, bool yes, string reason)
    {
        var question = SenderQuestion.Find(decisions, id);
        var ruling = responder.Role < Role.Responder ? Ruling.NotAllowed(responder, Role.Responder)
            : question is null ? Ruling.No(Refusal.Unknown, "NoQuestion", id)
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "AnswerReason")
            : Rule(question, yes);
        return Keep(responder, QuestionWay.Telephone, id, question, yes, reason, ruling);
    }

    /// <summary>A "no" stands, and corrects a "yes"; what is answered the same way twice is answered.</summary>
    private static Ruling Rule(SenderQuestion question, bool yes) => question.State switch
    {
        QuestionState.AnsweredNo => Ruling.No(Refusal.NotHeld, "AnsweredAlready"),
        QuestionState.AnsweredYes when yes => Ruling.No(Refusal.NotHeld, "AnsweredAlready"),
        _ => Ruling.Done(yes ? "AnsweredYes" : "AnsweredNo"),
    };

    private Ruling Keep(Actor by, QuestionWay way, string id, SenderQuestion? question, bool yes, string reason, Ruling ruling)
    {
        var now = clock.GetUtcNow();
        var said = FormattableString.Invariant($"{(yes ? "yes" : "no")} by {way.ToString().ToLowerInvariant()}{(reason.Length > 0 ? ": " + reason : "")}");
        var decision = new Decision(AuditEvent.Of(now, by, "answer-sender", id, said, ruling.Outcome));
        if (ruling.IsDone)
        {
            var suspected = AccountSuspected.Is(decisions, question!.Person);
            var answered = question with
            {
                State = yes ? QuestionState.AnsweredYes : QuestionState.AnsweredNo, AnsweredBy = by.Name, AnsweredOn = way, AnsweredAt = now,
                // A responder who spoke to the person does not speak to the account.
                Worthless = yes && suspected && way != QuestionWay.Telephone, AskInstead = yes && suspected ? directory.PersonOf(question.Address)?.Manager ?? "" : "",
            };
            decision = decision with { Register = [answered.Change(decisions.FindRegistered(SenderQuestion.Kind, id)!.Version), .. PersonQuestions.Closing(decisions, question)] };
            if (!yes)
            {
                decision = decision with
                {
                    Register = [.. decision.Register, new AccountSuspected(question.Person, question.Since, Denied, question.Incident).Change(decisions)],
                    Jobs = [RaiseOrder.Job(id, now), new IncidentProposal(Denied, question.Records[0], question.Campaign, question.Address, Severe: false).Job(now)],
                };
            }
        }
        var kept = decisions.Decide(decision, now);
        return kept == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", id);
    }
}
