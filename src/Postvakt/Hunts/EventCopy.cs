using Postvakt.EventLogs;
using Postvakt.Sigma;

namespace Postvakt.Hunts;

/// <summary>Hands an event of a log to the rules. Texts are not copied: they hold until the next event is read.</summary>
internal static class EventCopy
{
    /// <summary>Web fields of rules, and what Exchange's own logs of the same request call them: whoever looks for a query in a web log finds it there too.</summary>
    private static readonly Dictionary<string, string> Web = new(StringComparer.Ordinal)
    {
        ["UrlStem"] = "cs-uri-stem", ["UrlQuery"] = "cs-uri-query", ["Method"] = "cs-method", ["HttpStatus"] = "sc-status", ["AuthenticatedUser"] = "cs-username", ["ClientIpAddress"] = "c-ip", ["UserAgent"] = "cs-user-agent",
    };

    /// <param name="place">Handed out with what matches: the file.</param>
    public static void Fill(SigmaEvent into, LogEvent read, object place)
    {
        into.Clear();
        into.Time = read.Time is { } time ? new DateTimeOffset(time, TimeSpan.Zero) : null;
        (into.Source, into.Token) = (place, read.Position.RecordId ?? (read.Position.Line > 0 ? read.Position.Line : read.Position.Offset));
        var isWeb = read.Kind is LogKind.ExchangeHttpProxy or LogKind.ExchangeEws;
        foreach (ref readonly var field in read.Fields)
        {
            Add(into, field.Name, field);
            if (isWeb && Web.TryGetValue(field.Name, out var web)) Add(into, web, field);
        }
        if (read.Kind is LogKind.ExchangeCmdlet or LogKind.ExchangeAdminAudit) into.Text = Cmdlet(read).AsMemory();
    }

    /// <summary>As the event log of Windows writes it, which keyword rules are made for.</summary>
    private static string Cmdlet(LogEvent read) => $" Cmdlet {read["Cmdlet"] ?? read["Operation"]}, parameters {read["Parameters"]} ";

    private static void Add(SigmaEvent into, string name, in LogField field)
    {
        switch (field.Kind)
        {
            case LogFieldKind.Text: into.Add(name, field.Text); break;
            case LogFieldKind.Number: into.Add(name, field.Number); break;
            default: into.AddNull(name); break;
        }
    }
}
