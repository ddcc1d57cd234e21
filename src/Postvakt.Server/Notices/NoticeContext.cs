using Postvakt.Advisories;
using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Notices;

/// <summary>What notices are made from.</summary>
internal sealed record NoticeContext(IErrands Errands, NoticesConfig Config, Installations.KeyRing Keys, Func<DirectorySnapshot> Directory, Func<PolicyConfig> Policy, TimeProvider Clock)
{
    /// <summary>Whether pages and digests offer to ask a sender in Teams.</summary>
    public bool AskInTeams { get; init; }

    public SearchTerms Terms => Keys.Terms;

    /// <summary>Advisories that hold for a person, a line each.</summary>
    public static IReadOnlyList<string> Warnings(ILedger ledger, DirectorySnapshot directory, string address, string language, DateTimeOffset now) =>
        [.. Advisory.Active(ledger, directory.GroupsOf([address]), now).Select(a => AdvisoryText.Short(a, language))];

    /// <summary>A person's own language, else the one set for the domain, else the usual one.</summary>
    public string LanguageOf(string address) => Policy().LanguageOf(Directory().PersonOf(address), address);
}
