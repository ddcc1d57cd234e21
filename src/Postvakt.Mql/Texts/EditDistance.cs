namespace Postvakt.Mql.Texts;

/// <summary>Levenshtein's distance: insertions, deletions, replacements.</summary>
internal static class EditDistance
{
    public static int Of(string left, string right, bool ignoreCase)
    {
        if (ignoreCase) (left, right) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        if (left.Length < right.Length) (left, right) = (right, left);
        var row = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++) row[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            var corner = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var next = left[i - 1] == right[j - 1] ? corner : 1 + Math.Min(corner, Math.Min(row[j], row[j - 1]));
                (corner, row[j]) = (row[j], next);
            }
        }
        return row[right.Length];
    }
}
