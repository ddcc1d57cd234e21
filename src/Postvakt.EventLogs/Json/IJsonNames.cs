using Postvakt.EventLogs.Naming;

namespace Postvakt.EventLogs.Json;

/// <summary>How the paths of one family of JSON logs become field names.</summary>
internal interface IJsonNames
{
    /// <param name="path">Names of properties, joined by dots. Asked once for each.</param>
    JsonName Of(string path, FieldNames names);
}
