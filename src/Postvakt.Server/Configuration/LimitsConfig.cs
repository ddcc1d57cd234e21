namespace Postvakt.Server.Configuration;

/// <param name="MaxMessageBytes">Larger mail is judged by its beginning and is undetermined.</param>
/// <param name="Deadline">From the end of a mail to its answer.</param>
/// <param name="MaxWaiting">Mails that wait for judgement; one more is deferred.</param>
public sealed record LimitsConfig(long MaxMessageBytes, TimeSpan Deadline, int MaxWaiting);
