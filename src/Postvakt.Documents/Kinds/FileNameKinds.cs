using System.Collections.Frozen;

namespace Postvakt.Documents.Kinds;

/// <summary>What a file claims to be by the extension of its name.</summary>
internal static class FileNameKinds
{
    private static readonly FrozenDictionary<string, FileKind[]> Claims = Build();

    /// <summary>Last extension in lower case without its dot; empty when there is none. Trailing dots and blanks do not count: Windows drops them.</summary>
    public static string Extension(string name)
    {
        var trimmed = name.AsSpan().TrimEnd(" .\0");
        trimmed = trimmed[(trimmed.LastIndexOfAny('/', '\\') + 1)..];
        var dot = trimmed.LastIndexOf('.');
        return dot >= 0 && trimmed.Length - dot <= 20 ? trimmed[(dot + 1)..].ToString().ToLowerInvariant() : "";
    }

    /// <summary>Kinds that a file of this extension may rightly be; null for an extension that claims nothing we know.</summary>
    public static FileKind[]? ClaimsOf(string extension) => Claims.GetValueOrDefault(extension);

    private static readonly HashSet<string> Reading =
        ["patch", "diff", "rst", "tex", "sh", "py", "rb", "pl", "c", "h", "cpp", "cs", "java", "go", "rs", "sql", "css", "scss", "map", "ts", "tsx", "jsx", "vue", "php", "toml", "properties", "env", "out", "err", "trace", "ics", "vcf", "eml", "srt", "adoc"];

    /// <summary>Text that people read and no click runs, whatever words stand in it.</summary>
    public static bool IsReading(string extension) => Reading.Contains(extension) || Claims.TryGetValue(extension, out var kinds) && kinds.Contains(FileKind.Text);

    /// <summary>Extensions that open or start something elsewhere with one click and are not read further.</summary>
    public static bool IsRisky(string extension) => extension is "rdp" or "msc" or "settingcontent-ms" or "search-ms" or "searchconnector-ms" or "library-ms" or "appref-ms" or "application" or "reg" or "scf" or "jnlp" or "diagcab" or "xsl" or "theme" or "gadget" or "inf" or "wsb";

    /// <summary>Archives and images of disks of kinds that nothing here reads.</summary>
    public static bool IsUnreadContainer(string extension) => extension is "zst" or "zstd" or "lz" or "lzma" or "lz4" or "br" or "z" or "wim" or "esd" or "dmg" or "vmdk" or "qcow2" or "zpaq" or "uue" or "b64" or "daa" or "nrg" or "mdf";

    /// <summary>The kind of text that an extension stands for, where content alone cannot tell.</summary>
    public static FileKind? TextKind(string extension) => extension switch
    {
        "js" or "mjs" => FileKind.JavaScript,
        "jse" or "vbe" => FileKind.EncodedScript,
        "vbs" or "vb" or "bas" => FileKind.VbScript,
        "wsf" or "wsh" or "sct" or "wsc" => FileKind.WindowsScript,
        "hta" => FileKind.Hta,
        "ps1" or "psm1" or "psd1" => FileKind.PowerShell,
        "bat" or "cmd" => FileKind.Batch,
        "csv" or "tsv" => FileKind.Csv,
        "html" or "htm" or "xhtml" or "shtml" or "xht" => FileKind.Html,
        "svg" => FileKind.Svg,
        "iqy" or "oqy" or "dqy" or "rqy" => FileKind.Query,
        "url" or "website" => FileKind.InternetShortcut,
        "slk" => FileKind.Slk,
        "eml" => FileKind.Eml,
        _ => null,
    };

    private static FrozenDictionary<string, FileKind[]> Build()
    {
        var map = new Dictionary<string, FileKind[]>();
        void Add(string extensions, params FileKind[] kinds)
        {
            foreach (var extension in extensions.Split(' ')) map[extension] = kinds;
        }

        Add("txt log md asc ini cfg conf json yml yaml", FileKind.Text, FileKind.Csv, FileKind.Eml, FileKind.Xml, FileKind.Empty);
        Add("zip", FileKind.Zip, FileKind.Package, FileKind.Docx, FileKind.Xlsx, FileKind.Pptx, FileKind.OpenDocument, FileKind.Jar);
        Add("7z", FileKind.SevenZip);
        Add("rar", FileKind.Rar);
        Add("gz tgz", FileKind.Gzip, FileKind.Tar);
        Add("bz2", FileKind.Bzip2);
        Add("xz", FileKind.Xz);
        Add("tar", FileKind.Tar);
        Add("cab", FileKind.Cab);
        Add("arj", FileKind.Arj);
        Add("lzh lha", FileKind.Lzh);
        Add("ace", FileKind.Ace);
        Add("iso", FileKind.Iso, FileKind.Udf);
        Add("img ima", FileKind.Iso, FileKind.Udf, FileKind.Fat);
        Add("vhd", FileKind.Vhd);
        Add("vhdx", FileKind.Vhdx);
        Add("eml", FileKind.Eml, FileKind.Text, FileKind.Mht);
        Add("msg", FileKind.Msg);
        Add("mht mhtml", FileKind.Mht, FileKind.Eml);
        Add("doc dot", FileKind.Doc, FileKind.Rtf, FileKind.Docx, FileKind.Docm, FileKind.LockedOffice, FileKind.Html, FileKind.Mht, FileKind.WordXml, FileKind.Text);
        Add("xls xlt xla", FileKind.Xls, FileKind.Xlsx, FileKind.Xlsm, FileKind.Xlsb, FileKind.LockedOffice, FileKind.Html, FileKind.Mht, FileKind.ExcelXml, FileKind.Csv, FileKind.Text, FileKind.Slk);
        Add("ppt pps pot", FileKind.Ppt, FileKind.Pptx, FileKind.Pptm, FileKind.LockedOffice);
        Add("docx dotx", FileKind.Docx, FileKind.LockedOffice);
        Add("docm dotm", FileKind.Docm, FileKind.Docx, FileKind.LockedOffice);
        Add("xlsx xltx", FileKind.Xlsx, FileKind.LockedOffice);
        Add("xlsm xltm xlam", FileKind.Xlsm, FileKind.Xlsx, FileKind.LockedOffice);
        Add("xlsb", FileKind.Xlsb, FileKind.LockedOffice);
        Add("pptx potx ppsx", FileKind.Pptx, FileKind.LockedOffice);
        Add("pptm potm ppsm ppam", FileKind.Pptm, FileKind.Pptx, FileKind.LockedOffice);
        Add("odt ods odp odg", FileKind.OpenDocument, FileKind.Zip);
        Add("rtf", FileKind.Rtf);
        Add("csv tsv", FileKind.Csv, FileKind.Text, FileKind.Empty);
        Add("pdf", FileKind.Pdf);
        Add("html htm xhtml shtml xht", FileKind.Html, FileKind.Xml, FileKind.Text, FileKind.Mht, FileKind.Eml);
        Add("svg", FileKind.Svg);
        Add("xml", FileKind.Xml, FileKind.WordXml, FileKind.ExcelXml, FileKind.Html, FileKind.Svg, FileKind.Text);
        Add("one onepkg", FileKind.OneNote, FileKind.Cab);
        Add("lnk", FileKind.Lnk);
        Add("url website", FileKind.InternetShortcut);
        Add("png", FileKind.Png, FileKind.Jpeg, FileKind.Gif, FileKind.Bmp, FileKind.Tiff, FileKind.Media);
        Add("jpg jpeg jpe jfif", FileKind.Jpeg, FileKind.Png, FileKind.Gif, FileKind.Bmp, FileKind.Tiff, FileKind.Media);
        Add("gif", FileKind.Gif, FileKind.Png, FileKind.Jpeg, FileKind.Bmp, FileKind.Media);
        Add("bmp", FileKind.Bmp, FileKind.Png, FileKind.Jpeg, FileKind.Gif);
        Add("tif tiff", FileKind.Tiff);
        Add("emf wmf", FileKind.Emf);
        Add("exe scr com pif cpl", FileKind.Exe, FileKind.Dll);
        Add("dll ocx sys drv ax", FileKind.Dll, FileKind.Exe);
        Add("xll wll", FileKind.Dll);
        Add("msi msp", FileKind.Msi);
        Add("jar", FileKind.Jar, FileKind.Zip);
        Add("js mjs", FileKind.JavaScript, FileKind.Text);
        Add("vbs", FileKind.VbScript, FileKind.Text);
        Add("jse vbe", FileKind.EncodedScript);
        Add("wsf wsh sct wsc", FileKind.WindowsScript, FileKind.Xml);
        Add("hta", FileKind.Hta, FileKind.Html);
        Add("ps1 psm1 psd1", FileKind.PowerShell, FileKind.Text);
        Add("bat cmd", FileKind.Batch, FileKind.Text);
        Add("chm", FileKind.Chm);
        return map.ToFrozenDictionary();
    }
}
