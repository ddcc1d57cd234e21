using Postvakt.Feeds;
using Postvakt.Indicators;
using Postvakt.Signals;

namespace Postvakt.Server.Configuration;

/// <summary>The keys below "sharing.feeds" and "sharing.sisters".</summary>
internal static class FeedsConfigReader
{
    /// <summary>Feeds, and sisters. 50 each: every mail is looked up in each feed.</summary>
    private const int Most = 50;

    private static readonly string[] Kinds = ["taxii", "stix-file", "misp-file", "csv-file", "plain-file"];

    public static IReadOnlyList<FeedConfig> Feeds(ConfigSection sharing)
    {
        FeedConfig[] feeds = [.. sharing.Each("feeds").Select(Feed)];
        if (feeds.Length > Most) sharing.Fault("feeds", FormattableString.Invariant($"at most {Most}"));
        foreach (var twice in feeds.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)) sharing.Fault("feeds", $"two are called {twice.Key}; give each a name of its own");
        return feeds;
    }

    public static IReadOnlyList<SisterConfig> Sisters(ConfigSection sharing, IReadOnlyList<FeedConfig> feeds)
    {
        SisterConfig[] sisters = [.. sharing.Each("sisters").Select(Sister)];
        if (sisters.Length > Most) sharing.Fault("sisters", FormattableString.Invariant($"at most {Most}"));
        foreach (var twice in sisters.Select(s => s.Name).Concat(feeds.Select(f => f.Name)).GroupBy(n => n, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1 && sisters.Any(s => s.Name.Equals(g.Key, StringComparison.OrdinalIgnoreCase))))
            sharing.Fault("sisters", $"{twice.Key}: a sister's name is the name of what it hands in; two sisters, or a sister and a feed, cannot share it");
        foreach (var twice in sisters.Where(s => s.Account.Length > 0).GroupBy(s => s.Account, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)) sharing.Fault("sisters", $"two hand in as {twice.Key}");
        return sisters;
    }

    private static FeedConfig Feed(ConfigSection section)
    {
        var (name, kind, path, collection, type) = (Name(section), Kind(section), section.Text("path"), section.Text("collection"), section.Text("type"));
        var usual = new FeedOptions(name, section.Choice("class", FeedClass.Public));
        var options = usual with
        {
            Confidence = section.Number("confidence", usual.Confidence, 0, 100), LeastConfidence = section.Number("least_confidence", 0, 0, 100), SuspiciousFrom = section.Number("suspicious_from", usual.SuspiciousFrom, 0, 100),
            Most = section.Number("max", usual.Most, 1, FeedOptions.MostOfAll), Lasts = section.Time("lasts", usual.Lasts, TimeSpan.FromHours(1), TimeSpan.FromDays(365)),
        };
        var server = section.Has("url") || path.Length == 0 ? Server(section) : null;
        if (path.Length > 0 && server is not null) section.Fault("path", "give either a url or a path");
        if (path.Length > 0 && kind == FeedKind.Taxii) section.Fault("path", "a TAXII feed is read from a url");
        if (kind != FeedKind.Taxii && collection.Length > 0) section.Fault("collection", "is for kind taxii");
        if (type.Length > 0 && (kind != FeedKind.PlainFile || !IndicatorText.Types.Contains(type))) section.Fault("type", "for kind plain-file: one of " + string.Join(", ", IndicatorText.Types));
        if (server is null)
        {
            foreach (var key in (string[])["user", "password_file", "token_file", "ca_file", "pin"])
                if (section.Text(key).Length > 0) section.Fault(key, "is for a feed with a url");
        }
        var config = new FeedConfig(options, kind, server, path.Length > 0 ? path : null, collection, section.Time("every", TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)), type);
        section.End();
        return config;
    }

    private static SisterConfig Sister(ConfigSection section)
    {
        var (name, account, push) = (Name(section), section.Text("account"), section.Words("push"));
        var inbox = section.Has("url") ? Server(section) : null;
        if (inbox is null && account.Length == 0) section.Fault("url", "is missing: its TAXII inbox, or under account who hands in here");
        if (inbox is not null && inbox.SecretFile is null) section.Fault("token_file", "is missing: its inbox asks for a token");
        foreach (var other in push.Where(p => p is not ("campaigns" or "incidents" or "nothing"))) section.Fault("push", $"{other} is none of campaigns, incidents, nothing");
        var config = new SisterConfig(name, inbox, account, push.Count == 0 || push.Contains("campaigns"), push.Count == 0 || push.Contains("incidents"));
        section.End();
        return config;
    }

    private static FeedServerConfig Server(ConfigSection section)
    {
        section.Required("url");
        var (user, password, token, ca, pin) = (Text("user"), Text("password_file"), Text("token_file"), Text("ca_file"), Text("pin"));
        if (password is not null && token is not null) section.Fault("token_file", "give either a user with a password_file or a token_file");
        if ((user is null) != (password is null)) section.Fault(user is null ? "user" : "password_file", "is missing: user and password_file belong together");
        if (pin is not null && (pin.Length != 44 || !Convert.TryFromBase64String(pin, new byte[33], out var length) || length != 32)) section.Fault("pin", "the SHA-256 of the server's public key in Base64, 44 characters");
        var url = section.Text("url").Length == 0 ? new Uri("https://localhost/") : Address(section, "url");
        if ((ca ?? pin) is not null && url.Scheme != Uri.UriSchemeHttps) section.Fault(ca is null ? "pin" : "ca_file", "has no use without https");
        return new FeedServerConfig(url, user, password ?? token, ca, pin);

        string? Text(string name) => section.Text(name) is { Length: > 0 } text ? text : null;
    }

    /// <summary>Like addresses elsewhere, but lists may be asked for by a query.</summary>
    private static Uri Address(ConfigSection section, string key)
    {
        if (Uri.TryCreate(section.Text(key), UriKind.Absolute, out var address) && address is { UserInfo: "", Fragment: "" } && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))) return address;
        section.Fault(key, "an address with https:// is expected, without a user in it (http:// only on this machine)");
        return new Uri("https://localhost/");
    }

    private static string Name(ConfigSection section)
    {
        var name = section.Required("name");
        if (name.Length > 0 && !FeedDecisions.IsName(name)) section.Fault("name", "1 to 60 letters, digits, hyphens, underscores and dots");
        if (FeedOptions.IsInbox(name)) section.Fault("name", "names that begin with inbox- are of what accounts hand in; choose another");
        return name;
    }

    private static FeedKind Kind(ConfigSection section)
    {
        var word = section.Required("kind");
        if (Array.IndexOf(Kinds, word) is var at and >= 0) return (FeedKind)at;
        if (word.Length > 0) section.Fault("kind", "one of " + string.Join(", ", Kinds));
        return FeedKind.Taxii;
    }
}
