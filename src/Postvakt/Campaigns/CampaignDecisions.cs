using System.Globalization;
using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.Campaigns;

/// <summary>Names campaigns, joins them and takes them apart again. Every attempt is audited. Records keep the name that they were recorded under.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class CampaignDecisions(IDecisions decisions, TimeProvider clock)
{
    /// <summary>Campaigns that are joined to one. 100.</summary>
    private const int MaxJoined = 100;

    private const int MaxName = 180;

    public static CampaignEntry Find(IRegister register, string name) => name.Length is > 0 and <= MaxName && register.FindRegistered(CampaignEntry.Kind, name) is { } entry ? CampaignEntry.Of(entry) : new CampaignEntry(name, "", "", null);

    /// <summary>Names under which its mails are recorded: its own and those joined to it.</summary>
    public static IReadOnlyList<string> NamesOf(IRegister register, string name) => [name, .. register.RegisteredUnder(CampaignEntry.Kind, CampaignEntry.KeyInto(name), "", MaxJoined).Select(e => e.Id)];

    /// <summary>The campaign that it was joined to, or itself.</summary>
    public static string Whole(IRegister register, string name) => Find(register, name).Into is { Length: > 0 } into ? into : name;

    /// <summary>Names it. Sisters are told of it where mail of it is malicious: somebody looked at it.</summary>
    /// <param name="label">Empty takes the label away.</param>
    public Ruling Label(Actor actor, string name, string label) => Change(actor, "label-campaign", name, label, _ => label.Length > CampaignEntry.MaxLabel ? Ruling.No(Refusal.NoReason, "CampaignLabel", Number(CampaignEntry.MaxLabel)) : null,
        e => e with { Label = label.Trim() }, Ruling.Done("CampaignLabelled", name, label), tellsSisters: label.Trim().Length > 0);

    /// <summary>Has what is recorded under one name count to another. One step only: neither may be joined further.</summary>
    public Ruling Join(Actor actor, string name, string into, string reason) => Change(actor, "join-campaign", name, $"{into}: {reason}",
        _ => into.Length is 0 or > MaxName || into == name ? Ruling.No(Refusal.Unknown, "CampaignInto")
            : Find(decisions, into).Into.Length > 0 || NamesOf(decisions, name).Count > 1 ? Ruling.No(Refusal.NotHeld, "CampaignChain", into, name)
            : NamesOf(decisions, into).Count > MaxJoined ? Ruling.No(Refusal.NotHeld, "TooMany", Number(MaxJoined)) : null,
        e => e with { Into = into }, Ruling.Done("CampaignJoined", name, into));

    /// <summary>Takes a joined one apart again.</summary>
    public Ruling Part(Actor actor, string name, string reason) => Change(actor, "part-campaign", name, reason, e => e.Into.Length == 0 ? Ruling.No(Refusal.NotHeld, "CampaignAlone", name) : null, e => e with { Into = "" }, Ruling.Done("CampaignParted", name));

    /// <summary>Proposes an incident for it, once. False when that was done before, or at this moment on another node.</summary>
    public bool Propose(string name, string record)
    {
        if (name.Length is 0 or > MaxName) return false;
        var (now, entry) = (clock.GetUtcNow(), decisions.FindRegistered(CampaignEntry.Kind, name));
        var campaign = Find(decisions, name);
        if (campaign.ProposedAt is not null) return false;
        return decisions.Decide(new Decision(AuditEvent.Of(now, Actor.System("campaigns"), "propose-campaign", name, "", AuditEvent.Done))
        {
            Register = [(campaign with { ProposedAt = now }).Change(entry?.Version ?? 0)], Jobs = [new IncidentProposal("campaign", record, campaign.Into.Length > 0 ? campaign.Into : name, "", Severe: false).Job(now)],
        }, now) == DecisionOutcome.Done;
    }

    private Ruling Change(Actor actor, string action, string name, string reason, Func<CampaignEntry, Ruling?> refuse, Func<CampaignEntry, CampaignEntry> change, Ruling done, bool tellsSisters = false)
    {
        var now = clock.GetUtcNow();
        var known = name.Length is > 0 and <= MaxName;
        var entry = known ? decisions.FindRegistered(CampaignEntry.Kind, name) : null;
        var campaign = Find(decisions, name);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder) : !known ? Ruling.No(Refusal.Unknown, "NoCampaign", name) : refuse(campaign) ?? done;
        var kept = decisions.Decide(new Decision(AuditEvent.Of(now, actor, action, name, reason, ruling.Outcome)) { Register = ruling.IsDone ? [change(campaign).Change(entry?.Version ?? 0)] : [], Jobs = ruling.IsDone && tellsSisters ? [new SisterOrder(SisterOrder.Campaign, name, "").Job(now)] : [] }, now);
        return kept == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", name);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
