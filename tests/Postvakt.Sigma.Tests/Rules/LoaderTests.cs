using Postvakt.Sigma.Rules;
using Postvakt.Sigma.Tests.Building;

namespace Postvakt.Sigma.Tests.Rules;

public sealed class LoaderTests
{
    [Fact]
    public void Rule_KeepsWhatItSaysOfItself()
    {
        var rule = Assert.Single(Bed.Of("""
            title: A door left open
            id: 6D1C6A9A-1111-4222-8333-444455556666
            name: open_door
            status: test
            description: Somebody left a door open.
            author: A. Writer
            license: CC0-1.0
            date: 2024-02-03
            modified: 2024-05-06
            references:
                - https://docs.example/door
            tags:
                - attack.t1059
            falsepositives:
                - Summer
            fields: [Door]
            scope: [server]
            level: high
            logsource:
                product: Windows
                category: test
            detection:
                sel:
                    Door: open
                condition: sel
            """).Rules.Rules);
        Assert.Equal("6d1c6a9a-1111-4222-8333-444455556666", rule.Id);
        Assert.Equal(("open_door", "A door left open", "test", "A. Writer", "CC0-1.0", "2024-02-03", "2024-05-06"), (rule.Name, rule.Title, rule.Status, rule.Author, rule.License, rule.Date, rule.Modified));
        Assert.Equal((SigmaLevel.High, new SigmaLogSource("test", "windows", null)), (rule.Level, rule.LogSource));
        Assert.Equal(["https://docs.example/door", "attack.t1059", "Summer", "Door", "server"], [.. rule.References, .. rule.Tags, .. rule.FalsePositives, .. rule.Fields, .. rule.Scope]);
    }

    [Fact]
    public void BrokenDocument_DoesNotStopItsNeighbours()
    {
        var rules = Bed.Read($"""
            {Bed.Rule("First", "sel:\n    A: 1\ncondition: sel")}
            ---
            title: [unclosed
            ---
            just a text
            ---
            {Bed.Rule("Last", "sel:\n    A: 1\ncondition: sel")}
            """);
        Assert.Equal(["First", "Last"], rules.Rules.Select(r => r.Title));
        Assert.Equal(2, rules.Problems.Count);
        Assert.Contains("test.yml, line 1", rules.Problems[0].ToString(), StringComparison.Ordinal);
        Assert.StartsWith("is no YAML", rules.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal("a rule is a map of keys and values; this is a value", rules.Problems[1].Message);
        Assert.Equal((4, 2, 2), (rules.Counts.Documents, rules.Counts.Loaded, rules.Counts.Failed));
    }

    [Theory]
    [InlineData("detection: {sel: {A: 1}, condition: sel}\nlogsource: {category: test}", "'title' is missing")]
    [InlineData("title: x\nlogsource: {category: test}\ndetections: {sel: {A: 1}, condition: sel}", "'detection' is missing; did you mean 'detections'?")]
    [InlineData("title: x\ndetection: {sel: {A: 1}, condition: sel}", "'logsource' is missing")]
    [InlineData("title: x\nlogsource: {kategory: test}\ndetection: {sel: {A: 1}, condition: sel}", "names no category, product or service; did you mean 'kategory'?")]
    [InlineData("title: x\nlogsource: {category: test}\ndetection: {sel: {A: 1}}", "'condition' is missing")]
    [InlineData("title: x\nlogsource: {category: test}\ndetection: {condition: sel}", "there is no selection")]
    [InlineData("title: x\nlogsource: {category: test}\ndetection: {sel: , condition: sel}", "selection 'sel' is empty")]
    [InlineData("title: x\nlogsource: {category: test}\ndetection: [a]", "'detection' must be a map of keys and values, not a list")]
    [InlineData("title: x\naction: global", "'action' (global, repeat, reset) left Sigma with version 2")]
    [InlineData("title: {a: b}\nlogsource: {category: test}\ndetection: {sel: {A: 1}, condition: sel}", "'title' must be one text, not a map")]
    [InlineData("title: x\ntitle: y", "key 'title' stands here twice, first in line 1")]
    [InlineData("title: *nobody", "alias *nobody stands for nothing")]
    public void Rule_ThatLacksSomething_IsRefusedWithASentence(string yaml, string sentence)
    {
        var rules = Bed.Read(yaml);
        Assert.Empty(rules.Rules);
        Assert.Contains(sentence, Assert.Single(rules.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Level_ThatIsNotKnown_IsAWarning()
    {
        var problem = Assert.Single(Bed.Read(Bed.Rule("Test", "sel:\n    A: 1\ncondition: sel", "level: hihg")).Problems);
        Assert.Equal((false, "'level' is 'hihg', which is none of informational, low, medium, high, critical; did you mean 'high'?"), (problem.IsError, problem.Message));
    }

    [Fact]
    public void SameId_IsTakenOnce()
    {
        var text = Bed.Rule("One", "sel:\n    A: 1\ncondition: sel", "id: abc");
        var rules = Bed.Read(text + "\n---\n" + text);
        Assert.Single(rules.Rules);
        Assert.Contains("the same id stands in test.yml, line 1 ('One')", Assert.Single(rules.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeprecatedRules_AreLeftOutAndCounted()
    {
        var text = Bed.Rule("Old", "sel:\n    A: 1\ncondition: sel", "status: deprecated");
        Assert.Equal((0, 1, 0), Counts(Bed.Read(text)));
        Assert.Equal((1, 0, 0), Counts(Bed.Read(text, new() { SkippedStatuses = [] })));
        static (int, int, int) Counts(SigmaRuleSet rules) => (rules.Counts.Loaded, rules.Counts.Skipped, rules.Counts.Failed);
    }

    [Fact]
    public void Aliases_ThatRepeatEachOther_EndEarly()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 12).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        var before = Environment.CpuUsage.TotalTime;
        Assert.Contains("as aliases repeat them", Assert.Single(Bed.Read(bomb).Problems).Message, StringComparison.Ordinal);
        Assert.True(Environment.CpuUsage.TotalTime - before < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Aliases_ThatMeanWell_Work() =>
        Assert.True(Bed.Detection("sel: &s\n    A: 1\nother:\n    - *s\ncondition: sel and other").Hits(("A", 1)));

    [Fact]
    public void Nesting_TooDeep_EndsEarly() => Assert.Contains("nested deeper than", Assert.Single(Bed.Read("a: " + new string('[', 50_000)).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void File_TooLarge_IsNotRead() => Assert.Contains("larger than 2 MiB", Assert.Single(Bed.Read(new string('#', 3 << 20)).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void FoldersAndFiles_ThatAreNotThere_AreProblems()
    {
        var loader = new SigmaRuleLoader();
        loader.AddFolder("/nowhere/at/all");
        loader.AddFile("/nowhere/rule.yml");
        Assert.Equal(2, loader.Build().Problems.Count);
    }

    [Fact]
    public void Folder_IsReadInTheOrderOfNames()
    {
        var folder = Directory.CreateTempSubdirectory("sigma");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "deep"));
            File.WriteAllText(Path.Combine(folder.FullName, "b.yml"), Bed.Rule("B", "sel:\n    A: 1\ncondition: sel"));
            File.WriteAllText(Path.Combine(folder.FullName, "deep", "c.yaml"), Bed.Rule("C", "sel:\n    A: 1\ncondition: sel"));
            File.WriteAllText(Path.Combine(folder.FullName, "a.yml"), "\uFEFF" + Bed.Rule("A", "sel:\n    A: 1\ncondition: sel").ReplaceLineEndings("\r\n"));
            File.WriteAllText(Path.Combine(folder.FullName, "readme.md"), "not a rule");
            var loader = new SigmaRuleLoader();
            loader.AddFolder(folder.FullName);
            var rules = loader.Build();
            Assert.Empty(rules.Problems);
            Assert.Equal(["A", "B", "C"], rules.Rules.Select(r => r.Title));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Placeholders_ComeFromAFile()
    {
        var problems = new List<SigmaProblem>();
        var values = SigmaPlaceholders.Read("values.yml", "Servers: [srv*, dc1]\n'%Admins%': root\nbroken: {a: b}", problems);
        Assert.Equal("values.yml, line 3: placeholder 'broken' needs a value or a list of values", Assert.Single(problems).ToString());
        var options = new SigmaLoadOptions { Placeholders = values };
        var bed = Bed.Detection("sel:\n    Host|expand: '%Servers%'\n    User|contains|expand: '\\%x%Admins%'\ncondition: sel", options);
        Assert.True(bed.Hits(("Host", "SRV9"), ("User", "a%xroot")));
        Assert.False(bed.Hits(("Host", "SRV9"), ("User", "xroot")));
        Assert.False(bed.Hits(("Host", "dc10"), ("User", "%xroot")));
        Assert.True(Bed.Detection("sel:\n    Host: '%Servers%'\ncondition: sel", options).Hits(("Host", "%servers%")));
    }

    [Fact]
    public void Placeholders_ThatMultiply_AreBounded()
    {
        var options = new SigmaLoadOptions { Placeholders = new Dictionary<string, IReadOnlyList<string>> { ["a"] = [.. Enumerable.Range(0, 200).Select(i => $"{i}")] } };
        Assert.Contains("more than 20,000 values", Bed.Error("sel:\n    F|expand: '%a%%a%%a%'\ncondition: sel", options), StringComparison.Ordinal);
    }

    [Fact]
    public void Condition_ThatRepeatsLargeSelections_IsBounded()
    {
        var values = string.Join(", ", Enumerable.Range(0, 5_000));
        Assert.Contains("more than 100,000 parts", Bed.Error($"sel:\n    F: [{values}]\ncondition: {string.Join(" and ", Enumerable.Repeat("sel", 30))}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Timeframe_OfVersionOne_IsAWarning() =>
        Assert.Contains("'timeframe' left Sigma", Assert.Single(Bed.Read(Bed.Rule("Test", "sel:\n    A: 1\ntimeframe: 5m\ncondition: sel")).Problems).Message, StringComparison.Ordinal);
}
