using System.Globalization;
using Postvakt.Detection;
using Postvakt.Server.Checkups;
using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Checkups;

public sealed class RulesCheckTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-01T12:00:00Z", CultureInfo.InvariantCulture);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void NoFolder_IsANote() => Assert.Equal(CheckState.Note, Assert.Single(Run()).State);

    [Fact]
    public void Folder_ThatIsNotThere_IsBroken() =>
        Assert.Contains(Run(_folder.At("nowhere")), c => c.State == CheckState.Broken && c.Sentence.Contains("nowhere is not there", StringComparison.Ordinal));

    [Theory]
    [InlineData(3, CheckState.Ok, "3 days old")]
    [InlineData(40, CheckState.Warning, "40 days old: is the collection still fetched?")]
    public void Age_OfTheNewestFile_IsSaid(int days, CheckState state, string says)
    {
        File.SetLastWriteTimeUtc(_folder.Write("good.yml", "name: Good\nsource: subject.is_reply\n"), Now.UtcDateTime.AddDays(-days));
        var check = Assert.Single(Run(_folder.At("")));
        Assert.Equal(state, check.State);
        Assert.EndsWith(says, check.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Rule_ThatIsWrong_IsWarnedOf_WithItsPlace()
    {
        _folder.Write("bad.yml", "name: Bad\nsource: subject.is_rply\n");
        Assert.Contains(Run(_folder.At("")), c => c.State == CheckState.Warning && c.Sentence.Contains("bad.yml, line 2", StringComparison.Ordinal));
    }

    [Fact]
    public void Section_IsReadWhole()
    {
        var (config, errors) = ConfigReader.Read(_folder.Write("postvakt.yaml", "rules:\n  dirs: [a, b]\n  lists: c\n  domain_ages: d.tsv\n  important_group: Board\n  verdicts: {critical: suspicious, medium: malicious}\n"), []);
        Assert.Empty(errors);
        Assert.Equal("a b|c|d.tsv|Board", $"{string.Join(' ', config!.Rules.Dirs)}|{string.Join(' ', config.Rules.Lists)}|{config.Rules.DomainAges}|{config.Rules.Important}");
        Assert.Equal(new RulePolicy(Severity.High, Severity.High, Severity.Critical, Severity.Low), config.Rules.Verdicts);
    }

    [Theory]
    [InlineData("rules: {verdicts: {high: hold}}", "rules.verdicts.high: \"hold\" is not one of malicious, suspicious, none (line 1)")]
    [InlineData("rules: {rules_dirs: [a]}", "rules.rules_dirs: no such key")]
    [InlineData("rules: {dirs: {a: b}}", "rules.dirs: a list of words is expected (line 1)")]
    public void Section_ThatIsWrong_IsTold(string yaml, string error) =>
        Assert.Contains(ConfigReader.Read(_folder.Write("wrong.yaml", yaml), []).Errors, e => e.StartsWith(error, StringComparison.Ordinal));

    private static IReadOnlyList<Check> Run(params string[] dirs) => RulesCheck.Run(RulesConfig.None with { Dirs = dirs }, ["firm.example"], Now);
}
