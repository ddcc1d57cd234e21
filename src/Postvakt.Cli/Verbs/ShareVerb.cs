using System.CommandLine;

namespace Postvakt.Cli.Verbs;

/// <summary>share: what an attack taught, to and from others. Each subcommand has a file of its own.</summary>
internal static class ShareVerb
{
    public static Command Create() => new("share", "Pass on what an attack taught")
    {
        ShareExportVerb.Create(), SharePublishVerb.Create(), ShareWithdrawVerb.Create(), SharePublishedVerb.Create(),
    };

    /// <summary>incident or campaign.</summary>
    internal static Argument<string> Kind()
    {
        var kind = new Argument<string>("KIND") { Description = "incident or campaign" };
        kind.AcceptOnlyFromAmong("incident", "campaign");
        return kind;
    }

    internal static Option<string> Tlp(params string[] allowed)
    {
        var tlp = new Option<string>("--tlp") { Description = "How far it may be passed on: " + string.Join(", ", allowed), DefaultValueFactory = _ => "amber", HelpName = "TLP" };
        tlp.AcceptOnlyFromAmong(allowed);
        return tlp;
    }

    internal static Option<string?> Title() => new("--title") { Description = "What others read as its name; else what its campaign is called", HelpName = "TEXT" };
}
