namespace Postvakt.Messages.Links;

/// <summary>
/// Compares domains by look. It says that two domains resemble each other, not that one imitates the other: sister companies
/// (nordwind.se and nordwind.de), a company and its shop (nordwind-shop.example) and neighbours in the alphabet give the same
/// answers, and only the directory of partners and the age of the acquaintance tell them apart.
/// </summary>
public static class LookAlike
{
    /// <summary>Shorter labels are contained in too many words.</summary>
    private const int MinContained = 5;

    public static LookAlikeKind Compare(string domainA, string domainB) => Compare(DomainLook.Of(domainA), DomainLook.Of(domainB));

    /// <summary>The strongest resemblance in the order same skeleton, other suffix, edit distance, contained.</summary>
    public static LookAlikeKind Compare(DomainLook a, DomainLook b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Label.Length == 0 || b.Label.Length == 0 || a.Domain == b.Domain)
        {
            return LookAlikeKind.None;
        }

        bool sameSuffix = a.Suffix == b.Suffix;
        if (a.Skeleton.Length == b.Skeleton.Length && a.Skeleton == b.Skeleton)
        {
            return a.Label == b.Label ? LookAlikeKind.OtherSuffix : LookAlikeKind.SameSkeleton;
        }

        (string shorter, string longer) = a.Skeleton.Length <= b.Skeleton.Length ? (a.Skeleton, b.Skeleton) : (b.Skeleton, a.Skeleton);
        int allowed = Allowed(shorter.Length, sameSuffix);
        if (longer.Length - shorter.Length <= allowed && EditDistance.Within(shorter, longer, allowed))
        {
            return LookAlikeKind.EditDistance;
        }

        return IsContained(a, b) || IsContained(b, a) ? LookAlikeKind.Contained : LookAlikeKind.None;
    }

    /// <summary>Short labels are near each other by chance; under another suffix two differences are too many.</summary>
    private static int Allowed(int length, bool sameSuffix) => length switch
    {
        < 4 => 0,
        < 8 => 1,
        _ => sameSuffix ? 2 : 1,
    };

    /// <summary>The whole label at the beginning or end of the other, or between its hyphens.</summary>
    private static bool IsContained(DomainLook inner, DomainLook outer)
    {
        ReadOnlySpan<char> small = inner.Skeleton;
        if (small.Length < MinContained || small.Length + 2 > outer.Skeleton.Length)
        {
            return false;
        }

        if (outer.Skeleton.StartsWith(inner.Skeleton, StringComparison.Ordinal) || outer.Skeleton.EndsWith(inner.Skeleton, StringComparison.Ordinal))
        {
            return true;
        }

        // Hyphens are gone from the skeleton; a middle word is looked for in the label itself.
        int at = outer.Label.IndexOf(inner.Label, StringComparison.Ordinal);
        return at > 0 && outer.Label[at - 1] == '-' && at + inner.Label.Length < outer.Label.Length && outer.Label[at + inner.Label.Length] == '-';
    }
}
