namespace Postvakt.Incidents;

/// <summary>What a rule of somebody's inbox does to mail, as far as it may hide something or give it away.</summary>
/// <param name="Name">As the mailbox has it; at most <see cref="MaxName"/> characters. Whoever made the rule wrote it: escape it where it is shown.</param>
/// <param name="Deletes">Mail goes to the deleted items, or for good.</param>
/// <param name="MovesTo">Folder that mail is moved to: its name, or "?" where only its id is known; or empty.</param>
/// <param name="SendsTo">Addresses that mail is forwarded or redirected to, at most <see cref="MaxAddresses"/>.</param>
public sealed record InboxRule(string Name, bool IsOn, bool Deletes, string MovesTo, bool MarksRead, IReadOnlyList<string> SendsTo)
{
    public const int MaxName = 60, MaxAddresses = 20;

    /// <summary>Rules of one mailbox. 300: Exchange keeps 256 KB of them.</summary>
    public const int MaxRules = 300;

    /// <summary>Without control characters, and cut.</summary>
    public static string Plain(string text)
    {
        var clean = new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return clean.Length <= MaxName ? clean : clean[..(char.IsHighSurrogate(clean[MaxName - 1]) ? MaxName - 1 : MaxName)];
    }
}
