using System.Text;
using Postvakt.EventLogs.Tables;

namespace Postvakt.EventLogs.Recognition;

/// <summary>Kinds of text files by their first lines.</summary>
internal static class TextRecognition
{
    private const int MostLines = 200;

    private static readonly string[] OabPhrases = ["OABGenerat", "Download failed and temporary file", "offline address book"];

    /// <param name="head">Up to 64 KiB from the beginning, UTF-8.</param>
    public static Recognised Of(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        var text = head.TrimStart(" \t\r\n"u8);
        if (text.Length == 0) return Recognised.Not("It is empty.");
        if (text[..Math.Min(text.Length, 1024)].IndexOf((byte)0) >= 0) return Recognised.Not("It is binary, and no event log of Windows.");
        if (text[0] == '<') return Xml(text);
        if (text[0] is (byte)'{' or (byte)'[' || text.StartsWith("Record "u8)) return JsonRecognition.Of(head);
        return Lines(Encoding.UTF8.GetString(text));
    }

    private static Recognised Xml(ReadOnlySpan<byte> text)
    {
        var isEvent = text.IndexOf("<Event"u8) >= 0 && (text.IndexOf("<System>"u8) >= 0 || text.IndexOf("schemas.microsoft.com/win/2004/08/events"u8) >= 0);
        return isEvent || text.IndexOf("<Events"u8) >= 0 ? new Recognised(LogKind.WindowsXml) : Recognised.Not("It is XML, but holds no Windows events.");
    }

    private static Recognised Lines(string text)
    {
        var first = "";
        var isExchange = false;
        string[]? fields = null;
        foreach (var line in text.Split('\n', MostLines).Take(MostLines - 1).DefaultIfEmpty(text).Select(l => l.TrimEnd('\r')))
        {
            if (line.StartsWith("#Software: Microsoft Exchange", StringComparison.OrdinalIgnoreCase)) isExchange = true;
            if (line.StartsWith("#Log-type: ECP Activity", StringComparison.OrdinalIgnoreCase)) return Table(LogKind.ExchangeEcpActivity, TableDialect.Exchange);
            if (line.StartsWith("#Fields:", StringComparison.Ordinal)) fields ??= [line["#Fields:".Length..].Trim()];
            else if (line.Length > 0 && line[0] != '#' && first.Length == 0) first = line;
        }
        if (fields is [var header]) return header.Contains(',', StringComparison.Ordinal) ? Exchange(header, text) : W3c(header);
        // A spreadsheet saves with what its country uses.
        foreach (var delimiter in ",;\t")
        {
            if (HeaderKinds.OfPortal(Columns(first, delimiter)) is var portal and not LogKind.Unknown) return Table(portal, TableDialect.Csv) with { Delimiter = delimiter };
        }
        var columns = Columns(first);
        if (HeaderKinds.OfExchange(columns) is not LogKind.Unknown) return Exchange(first, text);
        if (OabPhrases.Any(p => text.Contains(p, StringComparison.OrdinalIgnoreCase))) return new Recognised(LogKind.OabGenerator);
        if (isExchange && columns.Count > 2) return Table(LogKind.ExchangeOther, TableDialect.Exchange);
        return Recognised.Not($"It is text, but its first line names no columns of a log that is known: {Shorten(first)}");
    }

    private static Recognised Exchange(string header, string text)
    {
        var kind = HeaderKinds.OfExchange(Columns(header));
        if (kind == LogKind.Unknown) kind = LogKind.ExchangeOther;
        // Both logs of ECP have the same columns; only that of activities says which process and how long.
        if (kind == LogKind.ExchangeEcpServer && !text.Contains("S:CMD=", StringComparison.Ordinal) && (text.Contains("S:PSA=", StringComparison.Ordinal) || text.Contains("S:Bld=", StringComparison.Ordinal) || text.Contains("S:ActID=", StringComparison.Ordinal))) kind = LogKind.ExchangeEcpActivity;
        return Table(kind, TableDialect.Exchange);
    }

    private static Recognised W3c(string header)
    {
        var isWeb = header.Split(' ').Any(f => f.StartsWith("cs-", StringComparison.Ordinal) || f.StartsWith("cs(", StringComparison.Ordinal) || f.StartsWith("sc-", StringComparison.Ordinal) || f is "c-ip" or "s-ip");
        return isWeb ? Table(LogKind.Iis, TableDialect.W3c) : Recognised.Not($"It is in W3C format, but of no web server: {Shorten(header)}");
    }

    private static Recognised Table(LogKind kind, TableDialect dialect) => new(kind) { IsTable = true, Dialect = dialect };

    private static List<string> Columns(string line, char delimiter = ',')
    {
        var columns = new List<string>();
        for (var at = 0; at <= line.Length && columns.Count < 1024;) columns.Add(TableValues.Next(line.AsMemory(), ref at, null, delimiter).Trim().ToString());
        return columns;
    }

    private static string Shorten(string text) => text.Length > 80 ? text[..80] + "…" : text;
}
