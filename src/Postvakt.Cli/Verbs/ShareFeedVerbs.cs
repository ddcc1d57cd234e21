using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>share poll, drop, mean, exempt: what is decided about a feed or one of its indicators.</summary>
internal static class ShareFeedVerbs
{
    public static IEnumerable<Command> All() =>
    [
        OfFeed("poll", "Have a configured feed read now", "feeds/poll", needsReason: false), OfFeed("drop", "Forget a feed that is not configured, with all that it gave", "feeds/drop", needsReason: true),
        OfIndicator("mean", "Look mail through for an indicator that was set aside", true), OfIndicator("exempt", "No longer look mail through for an indicator of a feed", false),
    ];

    private static Command OfFeed(string word, string description, string path, bool needsReason)
    {
        var (name, reason) = (Name(), OperatorVerb.Reason(needsReason));
        var verb = new Command(word, description) { name, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path(path)], new FeedRequest(parsed.GetValue(name), parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static Command OfIndicator(string word, string description, bool meant)
    {
        var (name, reason) = (Name(), OperatorVerb.Reason(required: true));
        var indicator = new Argument<string>("INDICATOR") { Description = "host:NAME, url:LINK, address:ADDRESS, file:NAME or sha256:DIGEST; defanged ones too" };
        var verb = new Command(word, description) { name, indicator, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("feeds/word")],
            new FeedWordRequest(parsed.GetValue(name), parsed.GetValue(indicator), meant, parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static Argument<string> Name() => new("NAME") { Description = "Name of the feed, as `share feeds` shows it" };
}
