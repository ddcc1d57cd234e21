namespace Postvakt.Web;

/// <summary>Mails judged since the server started.</summary>
public sealed record MailCounts(DateTimeOffset Since, long Judged, long Marked, long Held);
