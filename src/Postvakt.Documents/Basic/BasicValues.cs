using System.Globalization;

namespace Postvakt.Documents.Basic;

/// <summary>
/// Values as the evaluator has them: null is unknown; else text, a number (double), text known in part, an array, an object, content of an address,
/// or empty.
/// </summary>
internal static class BasicValues
{
    /// <summary>Text as code would use it; null when nothing of it is known.</summary>
    public static string? Text(object? value) => value switch
    {
        string text => text,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        BasicText { Text: var text } => text,
        BasicContent { Url: var url } => $"<content of {url}>",
        BasicEmpty => "",
        _ => null,
    };

    /// <summary>Text that is known to its last letter.</summary>
    public static string? Plain(object? value) => value is BasicText or BasicContent ? null : Text(value);

    public static double? Number(object? value) => value switch
    {
        double number => number,
        string text => ToNumber(text),
        BasicEmpty => 0,
        _ => null,
    };

    /// <summary>A whole number, rounded as CLng does: halves to the even one.</summary>
    public static int? Whole(object? value) => Number(value) is { } number && Math.Abs(number) <= int.MaxValue ? (int)Math.Round(number, MidpointRounding.ToEven) : null;

    /// <summary>Null when unknown. What compares an empty variable is unknown: we may have missed what fills it.</summary>
    public static bool? Truth(object? value) => value is double number ? number != 0 : null;

    public static object Of(bool truth) => truth ? -1d : 0d;

    private static double? ToNumber(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.StartsWith("&H", StringComparison.OrdinalIgnoreCase) && trimmed.Length is > 2 and <= 10)
        {
            if (!long.TryParse(trimmed[2..].TrimEnd('&'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)) return null;
            return trimmed.Length <= 6 && hex > 0x7FFF ? hex - 0x10000 : hex > 0x7FFFFFFF ? hex - 0x100000000 : hex;
        }
        return trimmed.Length <= 60 && double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }
}
