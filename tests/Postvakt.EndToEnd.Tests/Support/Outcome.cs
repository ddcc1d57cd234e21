using System.Text.Json;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>What one run of the launcher left.</summary>
/// <param name="PeakBytes">Most memory held at once, as the kernel counted it.</param>
public sealed record Outcome(int Status, string Output, string Error, long PeakBytes, TimeSpan Elapsed)
{
    public IReadOnlyList<JsonElement> Lines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    public string Verdict(int line) => Lines[line].GetProperty("verdict").GetString()!;

    /// <summary>An unhandled exception is never the answer to bad input.</summary>
    public Outcome WithoutCrash()
    {
        Assert.DoesNotContain("Unhandled exception", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        return this;
    }
}
