using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Notebooks;

public sealed class NotebookReaderTests
{
    private static readonly byte[] Hta = "<html><head><hta:application id=a></head><script language=vbscript>x = 1</script></html>"u8.ToArray();

    [Fact]
    public void Notebook_WithAScript_IsCode()
    {
        var file = Look.At("Document.one", Notebook.Write("This document contains attachments from the cloud, to receive them, double click open", ("Open.hta", Hta)));
        Assert.Equal(FileKind.OneNote, file.Kind);
        Assert.True(file.Has(FindingKinds.NotebookCode));
        Assert.True(file.Has(FindingKinds.Lure));
        Assert.Equal(("Open.hta", FileKind.Hta), (file.Files[0].Name, file.Files[0].Kind));
    }

    [Fact]
    public void Notebook_WithAPictureOnly_HasNoFile()
    {
        var file = Look.At("Notes.one", Notebook.Write("Minutes of the meeting", ("", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10])));
        Assert.Empty(file.Files);
        Assert.Single(file.Pictures);
        Assert.False(file.Has(FindingKinds.NotebookFile));
    }

    [Fact]
    public void Notebook_WhoseFileClaimsMoreThanThereIs_IsIncomplete()
    {
        var whole = Notebook.Write("text", ("a.txt", new byte[400]));
        var file = Look.At("a.one", whole[..^300]);
        Assert.True(file.Has(FindingKinds.AnalysisIncomplete));
    }

    [Fact]
    public void Notebook_WithMoreFilesThanAreRead_IsIncomplete() =>
        Assert.Contains(Look.Long("a.one", Notebook.Write("text", [.. Enumerable.Repeat(("", Array.Empty<byte>()), 2100)])).Unread(), t => t.Contains("embedded files", StringComparison.Ordinal));

    [Fact]
    public void Notebook_WithPicturesBetweenItsFiles_NamesTheFilesAllTheSame()
    {
        byte[] picture = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
        var file = Look.At("a.one", Notebook.Write("text", ("", picture), ("Open.hta", Hta), ("", picture), ("Other.hta", Hta)));
        Assert.Equal(["Open.hta", "Other.hta"], file.Files.Select(f => f.Name));
    }
}
