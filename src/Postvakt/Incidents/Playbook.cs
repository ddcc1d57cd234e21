using System.Text.Json;
using System.Text.RegularExpressions;

namespace Postvakt.Incidents;

/// <summary>What is to be done in an incident, in order: a data file that operators may replace by their own.</summary>
/// <param name="Steps">At least one, at most <see cref="MaxSteps"/>; ids are unique.</param>
public sealed partial record Playbook(IReadOnlyList<PlaybookStep> Steps)
{
    /// <summary>100: a list that people still read.</summary>
    private const int MaxSteps = 100;

    /// <summary>Bytes of a file. 256 KiB.</summary>
    public const int MaxBytes = 256 << 10;

    private static readonly JsonSerializerOptions Form = new() { PropertyNameCaseInsensitive = true, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 8 };

    /// <summary>The one that ships.</summary>
    public static Playbook Default { get; } = Shipped();

    /// <summary>Reads a playbook: JSON, comments and trailing commas allowed.</summary>
    /// <returns>The playbook, or null and everything that is wrong with it in sentences.</returns>
    public static (Playbook? Playbook, IReadOnlyList<string> Faults) Read(string json)
    {
        try
        {
            var read = JsonSerializer.Deserialize<Playbook>(json, Form);
            string[] faults = read?.Steps is null ? ["it has no list \"steps\""] : [.. read.Faults()];
            return faults.Length == 0 ? (read, []) : (null, faults);
        }
        catch (JsonException broken)
        {
            return (null, [$"it is not JSON of the documented form: line {broken.LineNumber + 1}"]);
        }
    }

    private IEnumerable<string> Faults()
    {
        if (Steps.Count is 0 or > MaxSteps) yield return $"it must have 1 to {MaxSteps} steps";
        foreach (var (step, number) in Steps.Select((s, i) => (s, i + 1)))
        {
            if (step?.Id is null || !Word().IsMatch(step.Id)) yield return $"step {number} needs an id of lower-case letters, digits and hyphens, at most 40";
            else if (string.IsNullOrWhiteSpace(step.Title) || step.Title.Length > 200) yield return $"step {step.Id} needs a title of at most 200 characters";
            else if (step.Why is { Length: > 1_000 }) yield return $"step {step.Id}: why has at most 1,000 characters";
        }
        foreach (var twice in Steps.Where(s => s?.Id is not null).GroupBy(s => s.Id).Where(g => g.Count() > 1)) yield return $"there are {twice.Count()} steps {twice.Key}";
    }

    private static Playbook Shipped()
    {
        using var reader = new StreamReader(typeof(Playbook).Assembly.GetManifestResourceStream("Postvakt.Incidents.playbook.json")!);
        var (shipped, faults) = Read(reader.ReadToEnd());
        return shipped ?? throw new InvalidOperationException(string.Join("; ", faults));
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,39}$", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
