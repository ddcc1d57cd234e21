using Postvakt.Mql.Lists;

namespace Postvakt.Mql.Tests.Lists;

public sealed class ListFolderTests
{
    [Fact]
    public void AFolder_IsReadByItsManifest_AndByFileNames()
    {
        var folder = Directory.CreateTempSubdirectory("mql").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "manifest.json"), """{"lists":[{"file":"top.csv","identifier":"top_10","headers":["rank","entry"]},{"file":"hosts.txt","identifier":"free_hosts","headers":["entry"]},{"file":"gone.csv","identifier":"gone"},{"file":"../secret.txt","identifier":"secret"},{"no":1}]}""");
            File.WriteAllText(Path.Combine(folder, "top.csv"), "1,a.example\r\n2,b.example\r\n");
            File.WriteAllText(Path.Combine(folder, "hosts.txt"), "c.example\n\n d.example \n");
            File.WriteAllText(Path.Combine(folder, "other.txt"), "e, with comma\n");
            File.WriteAllText(Path.Combine(folder, "plain.csv"), "x,f.example\ng.example\n");
            var read = MqlListFolder.Read(folder);
            Assert.Empty(read.Problems);
            Assert.Equal("free_hosts: c.example|d.example; other: e, with comma; plain: f.example|g.example; top_10: a.example|b.example", string.Join("; ", read.Lists.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}: {string.Join('|', Enumerable.Range(0, l.Value.Items!.Count).Select(i => l.Value.Items[i].Text))}")));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void ABrokenManifest_IsAProblem_AndTheListsStillRead()
    {
        var folder = Directory.CreateTempSubdirectory("mql").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "manifest.json"), "{");
            File.WriteAllText(Path.Combine(folder, "a.txt"), "x\n");
            var read = MqlListFolder.Read(folder);
            Assert.StartsWith("is no JSON: ", Assert.Single(read.Problems).Message, StringComparison.Ordinal);
            Assert.Equal(1, read.Lists["a"].Items!.Count);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void AFolderThatIsNotThere_IsAProblem() => Assert.Equal("there is no such folder", Assert.Single(MqlListFolder.Read(Path.Combine(Path.GetTempPath(), "mql-none")).Problems).Message);
}
