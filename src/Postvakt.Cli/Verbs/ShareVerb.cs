using System.CommandLine;

namespace Postvakt.Cli.Verbs;

/// <summary>share: what an attack taught, to and from others. Each subcommand has a file of its own.</summary>
internal static class ShareVerb
{
    public static Command Create()
    {
        var share = new Command("share", "Pass on what an attack taught, and take in what others share")
        {
            ShareExportVerb.Create(), SharePublishVerb.Create(), ShareWithdrawVerb.Create(), SharePublishedVerb.Create(), ShareFeedsVerb.Create(), ShareImportVerb.Create(), ShareMatchesVerb.Create(),
        };
        foreach (var verb in ShareFeedVerbs.All()) share.Add(verb);
        return share;
    }

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
