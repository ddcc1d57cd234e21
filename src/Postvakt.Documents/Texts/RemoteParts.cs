using Postvakt.Documents.Report;

namespace Postvakt.Documents.Texts;

/// <summary>Parts that a document has fetched when it is opened.</summary>
internal static class RemoteParts
{
    public static bool IsRemote(string target) =>
        target.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || target.StartsWith("https:", StringComparison.OrdinalIgnoreCase) || target.StartsWith("ftp:", StringComparison.OrdinalIgnoreCase)
        || target.StartsWith("mhtml:", StringComparison.OrdinalIgnoreCase) || target.StartsWith("ms-", StringComparison.OrdinalIgnoreCase) || target.StartsWith("file://", StringComparison.OrdinalIgnoreCase) && !target.StartsWith("file:///", StringComparison.OrdinalIgnoreCase)
        || target.StartsWith(@"\\", StringComparison.Ordinal) || target.StartsWith("file:///\\\\", StringComparison.OrdinalIgnoreCase) || target.StartsWith("script:", StringComparison.OrdinalIgnoreCase);

    /// <summary>A template by path inside an organisation is usual; one by web address is not.</summary>
    public static void Template(InspectedFile file, string target, string where)
    {
        if (!IsRemote(target)) return;
        file.Link(target, where);
        if (IsShare(target)) file.Property("template", target);
        else file.Find(FindingKinds.RemoteTemplate, target, where);
    }

    /// <summary>A path on a file server.</summary>
    private static bool IsShare(string target) => target.StartsWith(@"\\", StringComparison.Ordinal) || target.StartsWith("file:", StringComparison.OrdinalIgnoreCase);

    public static void Object(InspectedFile file, string target, string where)
    {
        if (!IsRemote(target)) return;
        file.Link(target, where);
        // Firms link to their own file servers; what a server of the web would give is another matter.
        file.Find(IsShare(target) ? FindingKinds.NetworkObject : FindingKinds.RemoteObject, target, where);
    }
}
