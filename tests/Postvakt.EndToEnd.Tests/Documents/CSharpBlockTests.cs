using System.Reflection;
using System.Text.RegularExpressions;

namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>Code that pages show uses types and members that there are for others to use.</summary>
public sealed partial class CSharpBlockTests
{
    [Theory]
    [InlineData("docs/sigma.md", "Postvakt.Sigma")]
    [InlineData("docs/mql.md", "Postvakt.Mql")]
    [InlineData("docs/event-logs.md", "Postvakt.EventLogs")]
    public void Names_AreThere(string page, string assembly)
    {
        var code = Rest().Replace(Assert.Single(Page.Read(page).Of("csharp")), "");
        var there = Assembly.Load(assembly).GetExportedTypes().SelectMany(t => t.GetMembers().Select(m => m.Name).Append(t.Name)).ToHashSet(StringComparer.Ordinal);
        var used = Name().Matches(code).Select(m => m.Value).Distinct().ToArray();
        Assert.True(used.Length > 5, $"only {used.Length} names were found");
        Assert.DoesNotContain(used, n => !there.Contains(n));
    }

    [Fact]
    public void Pages_AreThese() => Assert.Equal(3, Page.All.SelectMany(p => p.Blocks).Count(b => b.Kind == "csharp"));

    /// <summary>Texts, remarks, and what a reader's own record has.</summary>
    [GeneratedRegex("\"[^\"\n]*\"|//[^\n]*|record\\.\\w+")]
    private static partial Regex Rest();

    [GeneratedRegex("\\b[A-Z]\\w+")]
    private static partial Regex Name();
}
