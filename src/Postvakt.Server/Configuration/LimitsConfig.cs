namespace Postvakt.Server.Configuration;

/// <param name="MaxMessageBytes">Larger mail is judged by its beginning and is undetermined.</param>
/// <param name="MaxTransferBytes">The largest mail that is taken in whole: held and handed-on mail must be what came. SMTP listeners refuse a larger one.</param>
/// <param name="Deadline">From the end of a mail to its answer.</param>
/// <param name="MaxWaiting">Mails that wait for judgement; one more is deferred.</param>
public sealed record LimitsConfig(long MaxMessageBytes, long MaxTransferBytes, TimeSpan Deadline, int MaxWaiting);
