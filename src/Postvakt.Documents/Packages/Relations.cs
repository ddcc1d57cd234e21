using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Packages;

/// <summary>Reads which parts and outside addresses a part of a package leads to.</summary>
internal static class Relations
{
    /// <summary>Relations read of one part. 65,530: so many links a sheet of Excel may have.</summary>
    public const int Most = 65_530;

    /// <param name="part">The part that the relations belong to; "" for the package as a whole.</param>
    /// <returns>Empty when the part has none, or their list is broken at its beginning.</returns>
    public static IReadOnlyList<Relation> Read(ZipFile zip, string part, Budget budget)
    {
        part = part.Replace('\\', '/').TrimStart('/');
        var slash = part.LastIndexOf('/') + 1;
        var name = $"{part[..slash]}_rels/{part[slash..]}.rels";
        var relations = new List<Relation>();
        try
        {
            if (zip.Read(name) is not { } bytes) return relations;
            using var xml = new PartXml(bytes, budget);
            while (relations.Count < Most && xml.Read())
            {
                if (!xml.IsElement || xml.Name != "Relationship" || xml.Attribute("Target") is not { } target) continue;
                var external = string.Equals(xml.Attribute("TargetMode"), "External", StringComparison.OrdinalIgnoreCase);
                relations.Add(new Relation(xml.Attribute("Id") ?? "", xml.Attribute("Type") ?? "", external ? target : Resolve(part[..slash], target), external));
            }
        }
        catch (MalformedException)
        {
            // What stands before the break leads on; the reader of the part itself says what is missing.
        }
        return relations;
    }

    /// <summary>ECMA-376 part 2, 9.3.2.2: relative to the folder of the part, absolute with a leading slash.</summary>
    private static string Resolve(string folder, string target)
    {
        if (target.Length > 1024) return "";
        if (target.Contains('%', StringComparison.Ordinal)) target = Uri.UnescapeDataString(target);
        target = target.Replace('\\', '/');
        if (target.IndexOf('#', StringComparison.Ordinal) is var hash && hash >= 0) target = target[..hash];
        var parts = new List<string>();
        foreach (var piece in (target.StartsWith('/') ? target : folder + target).Split('/'))
        {
            if (piece == "..")
            {
                if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            }
            else if (piece.Length > 0 && piece != ".")
            {
                parts.Add(piece);
            }
        }
        return string.Join('/', parts);
    }
}
