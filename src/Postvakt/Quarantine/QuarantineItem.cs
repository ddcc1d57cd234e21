namespace Postvakt.Quarantine;

/// <summary>A held mail. Its bytes are in the vault under the same id, sealed.</summary>
/// <param name="Id">Id of the mail's record.</param>
/// <param name="MailFrom">Envelope sender that a release uses; empty for bounces.</param>
/// <param name="Recipients">Envelope recipients that a release reaches.</param>
/// <param name="Size">Bytes of the mail.</param>
public sealed record QuarantineItem(
    string Id, DateTimeOffset HeldAt, DateTimeOffset ExpiresAt, QuarantineState State, string MailFrom, IReadOnlyList<string> Recipients, long Size)
{
    /// <summary>Counts the changes of state, so that two people cannot decide on the same item at once.</summary>
    public long Version { get; init; } = 1;
}
