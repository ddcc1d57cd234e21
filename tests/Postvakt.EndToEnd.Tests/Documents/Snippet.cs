using System.Globalization;
using System.Text.RegularExpressions;

namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>A block of a document that is marked to be run: "```bash run", or "run=1" for another exit status. A block of text behind it says what is shown, line by line; "…" stands for anything.</summary>
internal sealed partial record Snippet(int Line, string Script, int Status, IReadOnlyList<string> Shown)
{
    public static IReadOnlyList<Snippet> Read(string document)
    {
        var (found, end) = (new List<Snippet>(), 0);
        foreach (Match block in Block().Matches(document))
        {
            var line = 1 + document[..block.Index].Count(c => c == '\n');
            var body = block.Groups["body"].Value;
            if (block.Groups["run"].Success)
            {
                found.Add(new Snippet(line, body, block.Groups["status"] is { Success: true } status ? int.Parse(status.Value, CultureInfo.InvariantCulture) : 0, []));
                end = block.Index + block.Length;
            }
            // Only what stands directly behind a run block, past an empty line, is its output.
            else if (found.Count > 0 && block.Index == end + 1) found[^1] = found[^1] with { Shown = body.Split('\n', StringSplitOptions.RemoveEmptyEntries) };
        }
        return found;
    }

    /// <summary>Lines that should be shown and are not, in this order.</summary>
    public IEnumerable<string> Missing(string output)
    {
        var lines = output.Split('\n');
        var next = 0;
        foreach (var wanted in Shown)
        {
            var pattern = new Regex("^" + string.Join(".*", wanted.Split('…').Select(Regex.Escape)) + "$", RegexOptions.NonBacktracking);
            var at = Array.FindIndex(lines, next, l => pattern.IsMatch(l.TrimEnd('\r')));
            if (at < 0) yield return wanted;
            else next = at + 1;
        }
    }

    [GeneratedRegex("(?:^```bash (?<run>run)(?:=(?<status>[0-9]+))?\n(?<body>.*?)^```\n)|(?:^```text\n(?<body>.*?)^```$)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
