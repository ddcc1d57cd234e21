namespace Postvakt.Documents.Passwords;

/// <summary>What people write before a password, in many languages, lower case; the list is data.</summary>
public static class PasswordWords
{
    public static IReadOnlyList<string> All { get; } = Load();

    private static List<string> Load()
    {
        using var stream = typeof(PasswordWords).Assembly.GetManifestResourceStream("Postvakt.Documents.Passwords.words.tsv")!;
        using var reader = new StreamReader(stream);
        var all = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') all.Add(line[(line.IndexOf('\t', StringComparison.Ordinal) + 1)..]);
        }
        return all;
    }
}
