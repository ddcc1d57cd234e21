namespace Postvakt.UserReports;

/// <summary>The words by which programs say what a reporter says.</summary>
public static class ReporterStatements
{
    private static readonly (string Word, ReporterStatement Statement)[] All =
    [
        ("opened", ReporterStatement.Opened), ("gave_password", ReporterStatement.GavePassword), ("answered", ReporterStatement.Answered), ("sender_denies", ReporterStatement.SenderDenies),
    ];

    /// <summary>Words with commas between; null where one of them is none.</summary>
    public static ReporterStatement? Read(string? words)
    {
        var says = ReporterStatement.None;
        foreach (var word in (words ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var found = All.FirstOrDefault(a => a.Word.Equals(word, StringComparison.OrdinalIgnoreCase));
            if (found.Word is null) return null;
            says |= found.Statement;
        }
        return says;
    }

    public static IReadOnlyList<string> Words(ReporterStatement says) => [.. All.Where(a => says.HasFlag(a.Statement)).Select(a => a.Word)];
}
