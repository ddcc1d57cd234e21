using Postvakt.EventLogs;

namespace Postvakt.Hunts;

/// <summary>The machine that events are about. The last one is remembered: events of one file are mostly of one machine.</summary>
internal sealed class HostName
{
    private string _written = "", _host = "";

    /// <summary>Empty where only the file's place could tell.</summary>
    public string Of(LogEvent read)
    {
        foreach (ref readonly var field in read.Fields)
        {
            if (field.Kind != LogFieldKind.Text || field.Text.Length == 0 || !Traits.IsHost(field.Name)) continue;
            if (!field.Text.Span.SequenceEqual(_written)) (_written, _host) = (field.Text.ToString(), Traits.Host(field.Text.Span));
            if (_host.Length > 0) return _host;
        }
        return "";
    }
}
