using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Inspecting;

/// <summary>What follows from several findings of one tree together.</summary>
internal static class TreeFindings
{
    /// <summary>Kinds of files that a link in a paper has no business to lead to.</summary>
    private static readonly string[] LinkedFiles = ["zip", "rar", "7z", "iso", "img", "vhd", "js", "jse", "vbs", "wsf", "hta", "exe", "msi", "lnk", "one", "xlsb", "xlsm", "docm", "cab"];

    /// <summary>Characters under which a document shows nothing but its picture.</summary>
    private const int LittleText = 400;

    public static void Look(InspectedFile root, Inspection inspection)
    {
        foreach (var file in root.All.ToArray())
        {
            if (file.Findings.FirstOrDefault(f => f.Kind == FindingKinds.Lure) is { } lure && file.All.Any(f => f.Effects.Any(e => e.Kind is EffectKind.Execute or EffectKind.Download or EffectKind.CallLibrary) || f.Findings.Any(g => g.Kind == FindingKinds.XlmMacro) || RunsOnClick.Is(f)))
                file.Find(FindingKinds.LureWithCode, lure.Text, lure.Where);
            if (file.Pictures.Count is 1 or 2 && file.Modules.Count > 0 && inspection.ShownBy(file) < LittleText) file.Find(FindingKinds.LurePicture, $"{file.Pictures[0].Name}, {inspection.ShownBy(file)} characters of text");
            if (file.Kind is FileKind.Pdf or FileKind.Docx && file.Links.Select(l => l.Url).FirstOrDefault(LeadsToFile) is { } link) file.Find(FindingKinds.PaperLinksFile, link);
        }
    }

    private static bool LeadsToFile(string url)
    {
        var path = url.AsSpan();
        if (path.IndexOfAny('?', '#') is var end && end >= 0) path = path[..end];
        var host = path.IndexOf("://");
        return host >= 0 && path[(host + 3)..].Contains('/') && LinkedFiles.Contains(FileNameKinds.Extension(path[(path.LastIndexOf('/') + 1)..].ToString()));
    }
}
