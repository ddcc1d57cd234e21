using System.Text;

namespace Postvakt.Server.Directories.Csv;

/// <summary>A CSV file with a header (RFC 4180), UTF-8 with or without a byte order mark, separated by ',' or ';'. Taken whole or not at all.</summary>
internal static class CsvTable
{
    /// <summary>64 MiB: 1,000,000 people of 60 characters; a mistaken path must not fill the memory.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>Errors that are told; more are only said to be there.</summary>
    private const int MaxErrors = 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Gives each record to <paramref name="take"/>. Throws <see cref="DirectorySourceException"/> with all that is wrong.</summary>
    public static void Read(string path, IReadOnlyList<string> required, IReadOnlyList<string> optional, Action<CsvRow> take, CancellationToken cancellation)
    {
        var text = Load(path);
        var errors = new List<string>();
        var end = text.IndexOf('\n');
        var first = end < 0 ? text : text[..end];
        var reader = new CsvReader(new StringReader(text), first.Count(c => c == ';') > first.Count(c => c == ',') ? ';' : ',');
        var fields = new List<string>();
        if (!reader.Read(fields)) throw new DirectorySourceException($"{path}: is empty; a header is expected: {string.Join(",", required.Concat(optional))}");
        var header = Header(path, fields, required, optional, errors);
        while (errors.Count <= MaxErrors && reader.Read(fields))
        {
            cancellation.ThrowIfCancellationRequested();
            var row = new CsvRow(path, reader.Line, header, fields, errors);
            if (reader.Fault is { } fault) row.Fault(fault);
            else if (fields.Count != header.Count) row.Fault($"{fields.Count} fields where the header has {header.Count}");
            else take(row);
        }
        if (errors.Count > MaxErrors) errors = [.. errors.Take(MaxErrors), "there are more"];
        if (errors.Count > 0) throw new DirectorySourceException(string.Join("; ", errors));
    }

    private static string Load(string path)
    {
        try
        {
            // Not by the length that it says: devices and pipes say 0.
            using var file = File.OpenRead(path);
            using var bytes = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; (read = file.Read(buffer)) > 0;)
            {
                if (bytes.Length + read > MaxBytes) throw new DirectorySourceException($"{path}: larger than {MaxBytes >> 20} MiB");
                bytes.Write(buffer, 0, read);
            }
            var text = Strict.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException broken)
        {
            throw new DirectorySourceException($"{path}: is not UTF-8; save it as \"CSV UTF-8\"", broken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new DirectorySourceException($"{path}: cannot be read: {refused.Message}", refused);
        }
    }

    private static List<string> Header(string path, List<string> fields, IReadOnlyList<string> required, IReadOnlyList<string> optional, List<string> errors)
    {
        var header = fields.Select(f => f.Trim().ToLowerInvariant()).ToList();
        string[] known = [.. required, .. optional];
        foreach (var column in header.Where(c => !known.Contains(c)))
        {
            var near = known.FirstOrDefault(k => !header.Contains(k) && IsNear(k, column));
            errors.Add($"{path}: there is no column \"{DirectoryText.Show(column)}\"; " + (near is null ? $"known are {string.Join(", ", known)}" : $"did you mean {near}?"));
        }
        foreach (var twice in header.GroupBy(c => c).Where(g => g.Count() > 1 && known.Contains(g.Key))) errors.Add($"{path}: the column {twice.Key} stands there twice");
        foreach (var missing in required.Except(header)) errors.Add($"{path}: the column {missing} is missing");
        if (errors.Count > 0) throw new DirectorySourceException(string.Join("; ", errors.Take(MaxErrors)));
        return header;
    }

    /// <summary>Begins alike and is about as long, or one holds the other: "adress", "e-mail address", "alias".</summary>
    private static bool IsNear(string known, string given) =>
        given.Length >= 2 && (given.Contains(known, StringComparison.Ordinal) || known.StartsWith(given, StringComparison.Ordinal) || (known.StartsWith(given[..2], StringComparison.Ordinal) && Math.Abs(known.Length - given.Length) <= 2));
}
