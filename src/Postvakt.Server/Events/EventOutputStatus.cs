namespace Postvakt.Server.Events;

/// <summary>How an output stands on this node.</summary>
/// <param name="Kind">syslog, webhook or file.</param>
/// <param name="State">waiting, sending, behind, stopped.</param>
/// <param name="Sent">Events handed over since the start.</param>
/// <param name="Dropped">Events that were best effort and found no room, or whose record was gone.</param>
/// <param name="Refused">Events that the receiver did not want.</param>
/// <param name="LagSeconds">Age of the oldest event that is known to wait; 0 for none.</param>
/// <param name="LastSent">Null: nothing yet.</param>
/// <param name="LastError">Null: none since the start.</param>
/// <param name="Leads">Whether this node tells what is audited; one does for all.</param>
public sealed record EventOutputStatus(string Name, string Kind, string State, long Sent, long Dropped, long Refused, long LagSeconds, DateTimeOffset? LastSent, string? LastError, DateTimeOffset? LastErrorAt, bool Leads);
