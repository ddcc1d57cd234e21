using System.Globalization;
using System.Text;
using Postvakt.EventLogs.Json;
using Postvakt.EventLogs.Naming;
using Postvakt.EventLogs.Reading;

namespace Postvakt.EventLogs.Tables;

/// <summary>
/// Events of files whose lines have named columns. Columns are found by the header above them, which may come again with others: after a restart, an update, a change of settings.
/// Values beyond the header are kept as "Column N".
/// </summary>
internal sealed class TableReader(TableRows rows, TableDialect dialect, char delimiter, LogKind kind, FieldNames names, LogReport report, LogLimits limits) : ILogReader
{
    private readonly JsonFields _json = new(kind == LogKind.DefenderHunting ? new DefenderNames() : new CloudNames(LogKind.UnifiedAudit), names, limits);
    private readonly List<string> _header = [];
    private TableColumn[] _columns = [];
    private DateTime? _day;

    public bool Read(LogEvent into)
    {
        while (rows.Next(out var record))
        {
            var bytes = record.Span;
            if (bytes.Length == 0) continue;
            if (bytes[0] == '#' && dialect != TableDialect.Csv)
            {
                Directive(bytes);
                continue;
            }
            // Export-Csv of PowerShell 5 says first what was exported.
            if (_columns.Length == 0 && bytes.StartsWith("#TYPE "u8)) continue;
            if (_columns.Length == 0 || IsHeader(bytes))
            {
                if (dialect == TableDialect.W3c) report.AddBad(rows.Position, "A line stands before any #Fields line.");
                else SetHeader(Encoding.UTF8.GetString(bytes));
                if (report.BadInARow >= limits.BadInARow) return false;
                continue;
            }
            Fill(bytes, into);
            return true;
        }
        return false;
    }

    /// <summary>A line about the file. Others than #Fields say who wrote it, and when.</summary>
    private void Directive(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("#Fields:"u8)) return;
        var header = Encoding.UTF8.GetString(line["#Fields:".Length..]).Trim();
        SetHeader(header);
    }

    private bool IsHeader(ReadOnlySpan<byte> line)
    {
        var first = _header[0];
        if (dialect == TableDialect.W3c || line.Length <= first.Length || first.Length == 0) return false;
        if (line[0] == '"') line = line[1..];
        for (var n = 0; n < first.Length; n++)
        {
            if (n >= line.Length || line[n] != first[n]) return false;
        }
        return line.Length > first.Length && (line[first.Length] == delimiter || line[first.Length] == '"');
    }

    private void SetHeader(string line)
    {
        _header.Clear();
        if (dialect == TableDialect.W3c) _header.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        else
        {
            for (var at = 0; at <= line.Length && _header.Count <= limits.Columns;) _header.Add(TableValues.Next(line.AsMemory(), ref at, null, delimiter).Trim().ToString());
        }
        if (_header.Count > limits.Columns)
        {
            _header.RemoveRange(limits.Columns, _header.Count - limits.Columns);
            report.AddBad(rows.Position, $"A header names more than {limits.Columns:N0} columns; the rest is left out.");
        }
        _columns = TableColumns.Of(_header, kind, names);
    }

    private void Fill(ReadOnlySpan<byte> bytes, LogEvent into)
    {
        into.Begin(rows.Position);
        into.IsPartial = rows.IsBroken;
        var room = into.Reserve(bytes.Length);
        if (room.Length < bytes.Length) bytes = bytes[..room.Length];
        var line = into.Keep(Encoding.UTF8.GetChars(bytes, room));
        var (count, at) = (0, 0);
        _day = null;
        for (; at <= line.Length; count++)
        {
            if (dialect == TableDialect.W3c && at == line.Length && at > 0) break;
            var value = dialect == TableDialect.W3c ? TableValues.NextW3c(line, ref at) : TableValues.Next(line, ref at, into, delimiter);
            if (count < _columns.Length) Put(_columns[count], value, into);
            else if (count < limits.Columns) into.Add(names.Of(string.Create(CultureInfo.InvariantCulture, $"Column {count + 1}")), value);
            else into.IsPartial = true;
        }
        if (kind == LogKind.DefenderHunting) DefenderFields.Add(into);
        if (!rows.HasEnd && !rows.IsBroken && count < _columns.Length)
        {
            into.IsPartial = true;
            report.AddTorn(rows.Position, $"The last line is torn: it has {count} of {_columns.Length} values.");
        }
        else if (count > _columns.Length) report.Note(rows.Position, $"The line has {count} values, its header {_columns.Length}.");
    }

    private void Put(TableColumn column, ReadOnlyMemory<char> value, LogEvent into)
    {
        if (value.Length == 0 || (dialect == TableDialect.W3c && value.Span is "-"))
        {
            into.AddNull(column.Name);
            return;
        }
        if (column.HasPlus && value.Span.Contains('+')) value = TableValues.WithBlanks(value, into);
        if (column.IsNumber && long.TryParse(value.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) into.Add(column.Name, number);
        else into.Add(column.Name, value);
        if (column.Also is { } also) into.Add(also, value);
        if (column.IsTime) into.Time ??= TimeText.Read(value.Span);
        else if (column.IsDay) _day = DateTime.TryParseExact(value.Span, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) ? day : null;
        else if (column.IsTimeOfDay && _day is { } date && TimeSpan.TryParse(value.Span, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero && time < TimeSpan.FromDays(1)) into.Time = date + time;
        if (column.IsPairs) TableValues.AddPairs(value, names, into);
        else if (column.IsJson && value.Span.TrimStart() is ['{', ..])
        {
            var own = into.Time;
            if (_json.Add(Encoding.UTF8.GetBytes(value.ToString()), into) is { } fault)
            {
                into.IsPartial = true;
                report.AddBad(rows.Position, $"{column.Name}: {fault}");
            }
            into.Time = own ?? into.Time;
        }
    }
}
