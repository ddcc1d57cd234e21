using System.Security.Cryptography;
using System.Text;
using Postvakt.Signals;

namespace Postvakt.Feeds;

/// <summary>What an operator says of a feed, wherever it comes from.</summary>
/// <param name="Name">Short, unique; findings name it.</param>
public sealed record FeedOptions(string Name, FeedClass Class)
{
    /// <summary>Indicators that a feed may hold where nobody says. 50,000.</summary>
    public const int UsualMost = 50_000;

    /// <summary>Indicators that any feed may hold. 500,000.</summary>
    public const int MostOfAll = 500_000;

    /// <summary>What the names of feeds begin with that accounts hand in; no other feed is called so.</summary>
    private const string Inbox = "inbox-";

    /// <summary>Confidence of what comes without, or with 50, which is the same to those who write files. 50.</summary>
    public int Confidence { get; init; } = 50;

    /// <summary>Below it nothing is taken in. 0.</summary>
    public int LeastConfidence { get; init; }

    /// <summary>From it on a match makes a mail suspicious.</summary>
    public int SuspiciousFrom { get; init; } = FeedTerms.Usual(Class).SuspiciousFrom;

    /// <summary>Indicators that it may hold.</summary>
    public int Most { get; init; } = UsualMost;

    /// <summary>How long what comes without an end holds. 30 days: hosts change hands.</summary>
    public TimeSpan Lasts { get; init; } = TimeSpan.FromDays(30);

    public static bool IsInbox(string name) => name.StartsWith(Inbox, StringComparison.OrdinalIgnoreCase);

    /// <summary>The feed of what an account hands in. Two accounts never share one: a name that cannot stand as it is ends in an underscore and a part of its SHA-256.</summary>
    /// <param name="account">Without regard to case.</param>
    public static string InboxOf(string account)
    {
        var name = account.ToLowerInvariant();
        if (name.Length <= FeedIndicator.MaxFeed - Inbox.Length && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')) return Inbox + name;
        var readable = new string([.. name.Take(30).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '-')]);
        return $"{Inbox}{readable}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8))}";
    }

    public FeedTerms Terms => new(Class, SuspiciousFrom);
}
