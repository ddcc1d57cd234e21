using Postvakt.Detection;

namespace Postvakt.Storage.Tests.Corpus;

public sealed class CaseTests
{
    [Fact]
    public void Detectors_EachOne_HasAHitAndANearMiss()
    {
        var files = CorpusFolder.Cases().Select(path => CaseFile.Read(Path.Combine(CorpusFolder.Root, path))).ToArray();
        var bare = Detectors.All.Select(d => d.Id)
            .Where(id => !files.Any(f => f.Expect.Contains(id)) || !files.Any(f => f.ExpectNot.Contains(id)));
        Assert.Empty(bare);
    }
}
