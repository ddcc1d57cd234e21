using Postvakt.EventLogs.Json;
using Postvakt.EventLogs.Naming;

namespace Postvakt.EventLogs.Tables;

/// <summary>What the columns of each kind of log mean. A column that is not known keeps its name.</summary>
internal static class TableColumns
{
    private static readonly HashSet<string> Times = new(StringComparer.OrdinalIgnoreCase)
    {
        "DateTime", "TimeStamp", "Timestamp", "date-time", "CreationDate", "CreationTime", "Date (UTC)", "createdDateTime", "TimeGenerated", "TimeGenerated [UTC]",
    };

    private static readonly HashSet<string> Numbers = ["s-port", "sc-status", "sc-substatus", "sc-win32-status", "sc-bytes", "cs-bytes", "time-taken", "c-port"];

    public static TableColumn[] Of(IEnumerable<string> header, LogKind kind, FieldNames names)
    {
        var cloud = kind is LogKind.UnifiedAudit or LogKind.EntraSignIn ? new CloudNames(kind) : null;
        var columns = header.Select(h => kind == LogKind.Iis ? W3c(h, names) : Csv(h, kind, cloud, names)).ToArray();
        // One column is the time of the event, the first that can be.
        var isTimed = false;
        for (var n = 0; n < columns.Length; n++)
        {
            if (columns[n].IsTime && isTimed) columns[n] = columns[n] with { IsTime = false };
            isTimed |= columns[n].IsTime;
        }
        return columns;
    }

    private static TableColumn Csv(string header, LogKind kind, CloudNames? cloud, FieldNames names) => new(names.Of(header))
    {
        Also = cloud?.Of(header, names).Also ?? (kind == LogKind.DefenderHunting ? new DefenderNames().Of(header, names).Also : null),
        IsTime = Times.Contains(header),
        IsPairs = header == "EventData" && kind is LogKind.ExchangeEcpServer or LogKind.ExchangeEcpActivity or LogKind.ExchangeOther,
        IsJson = (header == "AuditData" && kind == LogKind.UnifiedAudit) || (header == "Data" && kind == LogKind.ExchangeAdminAudit) || (header == "AdditionalFields" && kind == LogKind.DefenderHunting),
    };

    /// <summary>cs(User-Agent) is cs-user-agent in Sigma's taxonomy, and so are the other headers.</summary>
    private static TableColumn W3c(string header, FieldNames names)
    {
        var open = header.IndexOf('(', StringComparison.Ordinal);
        var isHeader = open is 2 && header[^1] == ')';
        var name = isHeader ? $"{header[..2]}-{header[3..^1].ToLowerInvariant()}" : header;
        return new TableColumn(names.Of(name))
        {
            IsDay = header == "date",
            IsTimeOfDay = header == "time",
            IsNumber = Numbers.Contains(header),
            HasPlus = isHeader || header == "cs-username",
        };
    }
}
