using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Inspecting;

/// <summary>Holds a file's name against its content.</summary>
internal static class NameCheck
{
    private static readonly string[] StartsCode = ["exe", "scr", "com", "pif", "cpl", "dll", "js", "jse", "vbs", "vbe", "wsf", "hta", "ps1", "bat", "cmd", "lnk", "iso", "img", "vhd", "one", "jar", "msi", "xll"];

    public static void Look(InspectedFile file)
    {
        var name = file.Name;
        // U+202E and its kin turn the end of a name around: "invoice_fdp.exe" shows as "invoice_exe.pdf".
        if (name.AsSpan().IndexOfAny("\u202E\u202D") >= 0) file.Find(FindingKinds.TrickyName, name);
        if (name.StartsWith("../", StringComparison.Ordinal) || name.Contains("/../", StringComparison.Ordinal) || name.Contains(@"..\", StringComparison.Ordinal) || name.Length > 3 && name[1] == ':' && name[2] is '\\' or '/' && char.IsAsciiLetter(name[0]))
            file.Find(FindingKinds.TrickyName, name);
        var extension = FileNameKinds.Extension(name);
        var inner = FileNameKinds.Extension(name.AsSpan().TrimEnd(" .\0") is var t && t.Length > extension.Length ? t[..^(extension.Length + 1)].ToString() : "");
        if (StartsCode.Contains(extension) && extension != inner && inner is "pdf" or "doc" or "docx" or "xls" or "xlsx" or "jpg" or "png" or "txt" or "htm" or "html")
            file.Find(FindingKinds.DoubleExtension, name);

        if (FileNameKinds.IsRisky(extension)) file.Find(FindingKinds.RiskyName, name);
        if (file.Kind == FileKind.Unknown && FileNameKinds.IsUnreadContainer(extension)) file.Find(FindingKinds.AnalysisIncomplete, $"{extension} archives are not read");
        var claims = FileNameKinds.ClaimsOf(extension);
        var program = file.Kind is FileKind.Exe or FileKind.Dll or FileKind.Elf;
        if (program)
        {
            // "scan.jpg.exe" is what it says and means to deceive all the same.
            var honest = (claims?.Contains(file.Kind) ?? extension.Length == 0) && file.Findings.All(f => f.Kind != FindingKinds.DoubleExtension);
            file.Find(honest ? FindingKinds.Program : FindingKinds.ProgramInDisguise, honest ? name : $"{name} is in truth: {FileKindNames.Of(file.Kind)}");
        }
        else if (claims is not null && file.Kind is not (FileKind.Unknown or FileKind.Empty) && !claims.Contains(file.Kind))
        {
            file.Find(FindingKinds.KindMismatch, $"{name} is in truth: {FileKindNames.Of(file.Kind)}");
        }
    }
}
