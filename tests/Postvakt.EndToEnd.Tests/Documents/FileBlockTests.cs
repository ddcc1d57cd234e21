using System.Text.Json;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Incidents;
using Postvakt.Sigma.Mapping;
using Postvakt.Sigma.Rules;

namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>Files that pages show are taken by those that read them.</summary>
public sealed class FileBlockTests : IDisposable
{
    private static readonly JsonDocumentOptions WithRemarks = new() { CommentHandling = JsonCommentHandling.Skip };
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Rules_AreTaken()
    {
        foreach (var block in Of("yaml rule"))
        {
            var outcome = (await Launcher.RunAsync(_place.Folder, "rules", "check", _place.Write("rule.yml", block.Content))).WithoutCrash();
            Assert.True(outcome.Status == 0, $"{block.Place}: {outcome.Output} {outcome.Error}");
        }
    }

    [Fact]
    public void Mappings_AreTaken()
    {
        var problems = new List<SigmaProblem>();
        foreach (var block in Of("yaml mapping")) SigmaMapping.Read(block.Place, block.Content, problems);
        Assert.Empty(problems);
    }

    [Fact]
    public void Playbooks_AreTaken() => Assert.All(Of("json playbook"), b => Assert.Empty(Playbook.Read(b.Content).Faults));

    [Fact]
    public void Json_IsJson() => Assert.All(Page.All.Where(p => p.Name is not ("docs/api.md" or "docs/events.md")).SelectMany(p => p.Blocks).Where(b => b.Kind == "json"), b => JsonDocument.Parse(b.Content, WithRemarks).Dispose());

    /// <summary>Nginx is not among what tests have: only that each line ends and each bracket is closed.</summary>
    [Fact]
    public void LinesOfNginx_AreWhole() => Assert.All(Of("nginx"), b => Assert.Matches(@"^location [^{}]+ \{( [a-z_]+ [^;{}]+;)+ \}\n$", b.Content));

    private static IReadOnlyList<Block> Of(string kind)
    {
        Block[] found = [.. Page.All.SelectMany(p => p.Blocks).Where(b => b.Kind == kind)];
        Assert.NotEmpty(found);
        return found;
    }
}
