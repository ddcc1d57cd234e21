using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Excel.Texts;

/// <summary>Query files of Excel (.iqy, .oqy, .dqy, .rqy): a few lines that say where to get a table from. What comes may hold formulas that start programs.</summary>
internal sealed class QueryReader : IFileReader
{
    /// <summary>Such a file has some hundred bytes. 64 KiB.</summary>
    private const int MaxText = 64 << 10;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var text = TextBytes.Decode(content.Span, MaxText);
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            foreach (var url in UrlScan.Find(line, 10))
            {
                file.Link(url, "line " + number);
                file.Does(new Effect(EffectKind.Download, url, "", "line " + number, "query"));
                file.Find(FindingKinds.QueryFile, url, "line " + number);
            }
            if (line.TrimStart().StartsWith(@"\\")) file.Find(FindingKinds.QueryFile, line.Trim().ToString(), "line " + number);
        }
        inspection.Show(file, text, "query");
    }
}
