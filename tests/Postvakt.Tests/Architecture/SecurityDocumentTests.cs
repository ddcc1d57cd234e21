using System.Text.RegularExpressions;

namespace Postvakt.Tests.Architecture;

/// <summary>The tests that the page about security rests on are there.</summary>
public sealed partial class SecurityDocumentTests
{
    [Fact]
    public void Tests_ThatItNames_Exist()
    {
        var there = Directory.EnumerateFiles(Checkout.At("tests"), "*.cs", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)).ToHashSet(StringComparer.Ordinal);
        var named = Name().Matches(File.ReadAllText(Checkout.At("docs", "security.md"))).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        Assert.True(named.Count > 50, $"only {named.Count} tests are named");
        Assert.DoesNotContain(named, n => !there.Contains(n));
    }

    [GeneratedRegex("\\b[A-Z]\\w+(?:Tests|Contract)\\b")]
    private static partial Regex Name();
}
