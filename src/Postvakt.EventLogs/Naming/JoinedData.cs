namespace Postvakt.EventLogs.Naming;

/// <summary>Several values without a name are told once more as one text: rules ask for words that stand in different ones.</summary>
internal static class JoinedData
{
    public const string Between = ", ";

    /// <summary>Adds a last field of the same name when there are two or more; what is empty is left out of it.</summary>
    public static void Add(string name, LogEvent into)
    {
        var (count, most) = (0, 0);
        foreach (ref readonly var field in into.Fields)
        {
            if (!ReferenceEquals(field.Name, name)) continue;
            count++;
            most += Between.Length + (field.Kind == LogFieldKind.Number ? 20 : field.Text.Length);
        }
        if (count < 2) return;
        var room = into.Reserve(most);
        if (room.Length < most) return;
        var written = 0;
        foreach (ref readonly var field in into.Fields)
        {
            if (!ReferenceEquals(field.Name, name) || (field.Kind != LogFieldKind.Number && field.Text.Length == 0)) continue;
            if (written > 0)
            {
                Between.CopyTo(room[written..]);
                written += Between.Length;
            }
            if (field.Kind == LogFieldKind.Number)
            {
                field.Number.TryFormat(room[written..], out var digits, default, System.Globalization.CultureInfo.InvariantCulture);
                written += digits;
                continue;
            }
            field.Text.Span.CopyTo(room[written..]);
            written += field.Text.Length;
        }
        into.Add(name, into.Keep(written));
    }
}
