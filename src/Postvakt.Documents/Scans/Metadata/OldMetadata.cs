using System.Buffers.Binary;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Scans.Metadata;

/// <summary>Properties that the inspection read already: compound files, shortcuts, RTF.</summary>
internal static class OldMetadata
{
    private static readonly (string Property, string Key)[] Names =
    [
        ("title", "Title"), ("subject", "Subject"), ("author", "Author"), ("keywords", "Keywords"), ("comments", "Comments"), ("template", "Template"), ("last author", "LastModifiedBy"), ("revision", "RevisionNumber"),
        ("created", "CreateDate"), ("saved", "ModifyDate"), ("application", "Software"), ("category", "Category"), ("manager", "Manager"), ("company", "Company"),
    ];

    private static readonly (string Property, string Key)[] LinkNames =
        [("description", "Description"), ("relative path", "RelativePath"), ("working folder", "WorkingDirectory"), ("icon", "IconFileName"), ("target", "LocalBasePath"), ("arguments", "CommandLineArguments"), ("made on", "MachineID")];

    public static void Document(FileMetadata metadata, InspectedFile? report)
    {
        if (report is null) return;
        foreach (var (property, key) in Names) metadata.Add(key, report.Properties.GetValueOrDefault(property));
    }

    /// <summary>[MS-SHLLINK] 2.1: the size of the target stands at 0x34.</summary>
    public static void Shortcut(FileMetadata metadata, ReadOnlySpan<byte> content, InspectedFile? report)
    {
        if (content.Length >= 0x4C) metadata.Add("TargetFileSize", BinaryPrimitives.ReadUInt32LittleEndian(content[0x34..]));
        if (report is null) return;
        foreach (var (property, key) in LinkNames) metadata.Add(key, report.Properties.GetValueOrDefault(property));
    }
}
