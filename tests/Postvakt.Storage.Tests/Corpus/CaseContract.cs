using Postvakt.Facts;

namespace Postvakt.Storage.Tests.Corpus;

/// <summary>Every case, whichever store remembers.</summary>
public abstract class CaseContract(CorpusMemory memory)
{
    public static TheoryData<string> Files => [.. CorpusFolder.Cases()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Case_AgainstItsHistory_GivesWhatItExpects(string path)
    {
        var file = CaseFile.Read(Path.Combine(CorpusFolder.Root, path));
        var judgement = memory.Examine(file);
        var found = judgement.Findings.Select(f => f.Id).ToHashSet();
        var wrong = new List<string>();
        wrong.AddRange(file.Expect.Where(id => !found.Contains(id)).Select(id => "missing " + id));
        wrong.AddRange(file.ExpectNot.Where(found.Contains).Select(id => "must not find " + id));
        wrong.AddRange(file.Facts.Where(f => !f.Holds(judgement.Facts[f.Fact])).Select(f => $"{f}, but it is {judgement.Facts[f.Fact]:0.###}"));
        if (file.Verdict is { } verdict && verdict != judgement.Verdict) wrong.Add($"expected {verdict}, judged {judgement.Verdict} at {judgement.Score:0.###}");
        if (wrong.Count == 0) return;
        var facts = FactCatalogue.All.Where(f => judgement.Facts[f.Fact] > 0).Select(f => $"{f.Name} {judgement.Facts[f.Fact]:0.##}");
        Assert.Fail($"{path}: {string.Join("; ", wrong)}\nfound: {string.Join(", ", found)}\nscore {judgement.Score:0.###}, joined by {judgement.Match.Link}\nfacts: {string.Join(", ", facts)}");
    }
}
