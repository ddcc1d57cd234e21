using System.Text.Json;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Fuzz.Documents;

/// <summary>What holds for the report on any file, and that it can be written down whole.</summary>
internal static class ReportWalk
{
    /// <summary>More than this for a report would fill a disk by mail.</summary>
    private const long MaxWritten = 64 << 20;

    public static void Check(DocumentReport report, InspectionLimits limits)
    {
        var count = 0;
        foreach (var file in report.Root.All)
        {
            count++;
            // What is only named, because it is locked or unread, may lie one level below what may be opened.
            Invariants.Hold(file.Depth <= limits.Depth + (file.Sha256.Length == 0 && file.Files.Count == 0 ? 1 : 0), "files deeper than the limit");
            Invariants.Hold(file.Name.Length <= 255, "a name longer than the limit");
            foreach (var finding in file.Findings) Invariants.Hold(finding.Text.Length <= DocumentFinding.MaxText, $"a finding longer than the limit: {finding.Kind.Id}");
            foreach (var picture in file.Pictures) Invariants.Hold(picture.Size >= 0, "a picture of negative size");
        }
        Invariants.Hold(count <= limits.Files + 1, "more files than the limit");
        foreach (var family in report.Families) Invariants.Hold(family.Confidence is >= 0 and <= 1, "a confidence that is none");
        var written = new Measure();
        using (var to = new Utf8JsonWriter(written)) Write(to, report);
        Invariants.Hold(written.Length <= MaxWritten, "a report that is longer than mails are");
    }

    private static void Write(Utf8JsonWriter to, DocumentReport report)
    {
        to.WriteStartArray();
        to.WriteStringValue(report.Severity.ToString());
        to.WriteBooleanValue(report.Complete);
        foreach (var file in report.Root.All) Write(to, file);
        foreach (var indicator in report.Indicators) Texts(to, [indicator.Type, indicator.Value, indicator.Where]);
        foreach (var family in report.Families)
        {
            to.WriteNumberValue(family.Confidence);
            Texts(to, [family.Family, .. family.Reasons, .. family.Attack]);
        }
        to.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter to, InspectedFile file)
    {
        to.WriteStartArray();
        Texts(to, [file.Path, file.Kind.ToString(), file.Sha256, file.Locked.ToString(), file.Password ?? "", file.ToString()]);
        to.WriteNumberValue(file.Size);
        foreach (var finding in file.Findings) Texts(to, [finding.Kind.Id, finding.Kind.Title, finding.Where, finding.Text, finding.LeavesUnread.ToString(), .. finding.Kind.Attack]);
        foreach (var effect in file.Effects) Texts(to, [effect.Kind.ToString(), effect.Target, effect.Other, effect.Where, effect.Call, effect.Dormant.ToString()]);
        foreach (var module in file.Modules) Texts(to, [module.Name, module.Stream, module.Language.ToString(), module.Source, module.Visibility, .. module.EntryPoints]);
        foreach (var picture in file.Pictures) Texts(to, [picture.Name, picture.Sha256, picture.Likeness?.ToString("x16") ?? ""]);
        foreach (var (url, where) in file.Links) Texts(to, [url, where]);
        foreach (var (name, value) in file.Properties) Texts(to, [name, value]);
        to.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter to, IReadOnlyList<string> texts)
    {
        to.WriteStartArray();
        foreach (var text in texts)
        {
            Invariants.Hold(text is not null, "a text that is null");
            to.WriteStringValue(text);
        }
        to.WriteEndArray();
        if (to.BytesPending > 1 << 16) to.Flush();
    }

    /// <summary>A stream that keeps nothing but its length.</summary>
    private sealed class Measure : MemoryStream
    {
        private long _length;

        public override long Length => _length;

        public override void Write(byte[] buffer, int offset, int count) => _length += count;

        public override void Write(ReadOnlySpan<byte> buffer) => _length += buffer.Length;
    }
}
