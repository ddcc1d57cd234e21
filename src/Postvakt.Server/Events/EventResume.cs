using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.Server.Events;

/// <summary>An operator's word that an output which its receiver ended is told again. It stands in the register, where all nodes see it. Used in errands only.</summary>
internal sealed class EventResume(string output)
{
    private const string Kind = "event-resume";
    private long? _before;

    /// <summary>From now on a word counts.</summary>
    public void Begin(ILedger ledger) => _before = Version(ledger);

    /// <summary>Whether somebody said it since.</summary>
    public bool Came(ILedger ledger)
    {
        if (_before is { } before) return Version(ledger) != before;
        Begin(ledger);
        return false;
    }

    public void Say(ILedger ledger, Actor actor, DateTimeOffset now) => ledger.Decide(new Decision(AuditEvent.Of(now, actor, "resume-output", output, "", AuditEvent.Done))
    {
        Register = [new RegisterChange(Kind, output, "{}", Version(ledger))],
    }, now);

    private long Version(ILedger ledger) => ledger.FindRegistered(Kind, output)?.Version ?? 0;
}
