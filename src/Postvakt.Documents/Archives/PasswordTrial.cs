using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>Which passwords are tried on a lock and in which order.</summary>
internal static class PasswordTrial
{
    private const int MaxLength = 128;

    /// <summary>The usual ones, most usual first.</summary>
    public static IReadOnlyList<string> Usual { get; } = Load();

    /// <summary>
    /// The mail's first, then the usual ones, at most <see cref="InspectionLimits.Passwords"/>. A mail full of words that look like passwords leaves a
    /// quarter of the tries to the usual ones.
    /// </summary>
    public static IEnumerable<string> For(Inspection inspection)
    {
        var most = inspection.Budget.Limits.Passwords;
        var own = inspection.Passwords.Where(p => p.Length is > 0 and <= MaxLength).Distinct().ToList();
        var first = own.Take(Math.Max(1, most - most / 4));
        foreach (var password in first.Concat(Usual).Concat(own).Distinct().Take(most))
        {
            inspection.Budget.Look();
            // Keys of 7z and RAR take long on purpose; what shows without a password still has to be told.
            if (inspection.Budget.Left < inspection.Budget.Limits.Time / 4) yield break;
            yield return password;
        }
    }

    /// <summary>Notes the password that opened the file, and tries it first from now on: one mail seldom has two.</summary>
    public static void Worked(InspectedFile file, string password, Inspection inspection)
    {
        file.Password = password;
        file.Find(FindingKinds.PasswordWorked, $"{password} ({inspection.SourceOf(password)})");
        inspection.Passwords.Remove(password);
        inspection.Passwords.Insert(0, password);
    }

    private static List<string> Load()
    {
        using var stream = typeof(PasswordTrial).Assembly.GetManifestResourceStream("Postvakt.Documents.Archives.usual-passwords.tsv")!;
        using var reader = new StreamReader(stream);
        var all = new List<string>();
        while (reader.ReadLine() is { Length: > 0 } line) all.Add(line.Split('\t')[0]);
        return all;
    }
}
