using System.Globalization;

namespace Postvakt.Web.Pictures;

/// <summary>What a picture shows. The table is the data: the drawing, the table on the page and the file are three views of it.</summary>
/// <param name="Rows">As many cells each as there are columns. Strangers' words in them stand as <see cref="Held.Shown"/> gives them.</param>
public sealed record PictureTable(IReadOnlyList<PictureColumn> Head, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The numbers of a column; 0 where a cell has none.</summary>
    public IReadOnlyList<long> Numbers(int column) => [.. Rows.Select(r => long.TryParse(r[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0)];

    /// <summary>A time as a cell has it.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A number as a cell has it.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The time of a cell, or null.</summary>
    public static DateTimeOffset? TimeOf(string cell) => DateTimeOffset.TryParseExact(cell, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
