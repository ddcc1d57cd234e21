using System.Collections.Frozen;

namespace Postvakt.Messages.Attachments;

/// <summary>Kinds by file name extension, and the shape of a name.</summary>
public static class FileNames
{
    private static readonly FrozenDictionary<string, AttachmentKind> Extensions = Build().ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, AttachmentKind>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Extensions.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The kind that the last extension of a name stands for.</summary>
    public static AttachmentKind KindOf(string name) => Extension(name) is { IsEmpty: false } extension && Lookup.TryGetValue(extension, out var kind) ? kind : AttachmentKind.Other;

    /// <summary>Whether Windows knows by the name what to open it with.</summary>
    public static bool HasExtension(string name) => !Extension(name).IsEmpty;

    private static ReadOnlySpan<char> Extension(string name)
    {
        var trimmed = name.AsSpan().TrimEnd(" .\0");
        return trimmed[(trimmed.LastIndexOf('.') is >= 0 and var dot ? dot + 1 : trimmed.Length)..];
    }

    /// <summary>Archives of unix systems, as programmers send them; their listing is not read.</summary>
    public static bool IsSourceArchive(string name) =>
        name.AsSpan(name.LastIndexOf('.') + 1) is var end && (end.Equals("gz", StringComparison.OrdinalIgnoreCase) || end.Equals("tgz", StringComparison.OrdinalIgnoreCase)
            || end.Equals("tar", StringComparison.OrdinalIgnoreCase) || end.Equals("bz2", StringComparison.OrdinalIgnoreCase)
            || end.Equals("xz", StringComparison.OrdinalIgnoreCase) || end.Equals("zst", StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// A name's shape: runs of letters become 'a', runs of digits '9', the extension stays, so that "charts-3657249237.zip" and
    /// "charts-297148749.zip" are alike. Short digit runs (under 5, such as years and versions) keep their length.
    /// </summary>
    public static string Shape(string name)
    {
        var dot = name.LastIndexOf('.');
        var stem = dot > 0 ? name.AsSpan(0, dot) : name.AsSpan();
        var shape = new System.Text.StringBuilder(32);
        for (var i = 0; i < stem.Length && shape.Length < 48;)
        {
            var start = i;
            if (char.IsAsciiDigit(stem[i]))
            {
                while (i < stem.Length && char.IsAsciiDigit(stem[i])) i++;
                shape.Append('9').Append(i - start < 5 ? i - start : 5);
            }
            else if (char.IsLetter(stem[i]))
            {
                while (i < stem.Length && char.IsLetter(stem[i])) i++;
                shape.Append('a');
            }
            else
            {
                shape.Append(stem[i++]);
            }
        }
        return dot > 0 ? shape.Append(name[dot..].ToLowerInvariant()).ToString() : shape.ToString();
    }

    private static Dictionary<string, AttachmentKind> Build()
    {
        var map = new Dictionary<string, AttachmentKind>(StringComparer.OrdinalIgnoreCase);
        void Add(AttachmentKind kind, string names)
        {
            foreach (var name in names.Split(' ')) map[name] = kind;
        }

        Add(AttachmentKind.Text, "txt csv log md asc patch diff c h cpp py sh json yml yaml xml conf cfg ini tex");
        Add(AttachmentKind.Picture, "png jpg jpeg gif bmp tif tiff webp heic ico svgz");
        Add(AttachmentKind.Media, "mp3 mp4 wav avi mov m4a mkv ogg webm wmv");
        Add(AttachmentKind.Signature, "p7s sig p7m pgp");
        Add(AttachmentKind.Calendar, "ics vcf vcs");
        Add(AttachmentKind.Mail, "eml msg");
        Add(AttachmentKind.Pdf, "pdf");
        Add(AttachmentKind.Office, "docx xlsx pptx odt ods odp dotx xltx ppsx pages numbers key vsdx");
        Add(AttachmentKind.OldOffice, "doc xls ppt rtf dot xlt pps pub vsd mdb wri slk");
        Add(AttachmentKind.MacroOffice, "docm xlsm xlsb pptm dotm xltm xlam ppam ppsm sldm xla xll wll iqy");
        Add(AttachmentKind.Archive, "zip rar 7z gz tgz tar bz2 xz cab arj lzh lha lz ace zst uue z zipx r00 001");
        Add(AttachmentKind.DiskImage, "iso img vhd vhdx udf dmg vmdk");
        Add(AttachmentKind.Html, "html htm xhtml shtml svg mht mhtml xht");
        Add(AttachmentKind.OneNote, "one onepkg onetoc2");
        Add(AttachmentKind.Shortcut, "lnk url website scf desktop library-ms search-ms settingcontent-ms appref-ms rdp");
        Add(AttachmentKind.Script, "js jse vbs vbe wsf wsh hta ps1 psm1 bat cmd sct wsc chm reg inf py3 application vb");
        Add(AttachmentKind.Executable, "exe dll scr com pif cpl ocx msi msp msix appx sys drv jnlp gadget jar msixbundle appinstaller");
        return map;
    }
}
