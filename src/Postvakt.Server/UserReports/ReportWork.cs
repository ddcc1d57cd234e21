using Postvakt.Directories;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Rules;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;

namespace Postvakt.Server.UserReports;

/// <summary>What reports are looked at with.</summary>
/// <param name="Parser">Opens attachments.</param>
/// <param name="Judge">One for the Memory of a ledger.</param>
internal sealed record ReportWork(IErrands Errands, ReportIntake Intake, IVault Vault, MessageParser Parser, Func<ILedger, Judge> Judge, KeyRing Keys, Func<DeskOptions> Options, Func<DirectorySnapshot> Directory, TimeProvider Clock)
{
    /// <summary>Has rules look into files of a mail, before the ledger is asked.</summary>
    public Func<Message, RuleMail?> LookInto { get; init; } = _ => null;
}
