using Postvakt.Memory;

namespace Postvakt.Conversations;

/// <summary>One mail of a conversation.</summary>
/// <param name="Lane">Whose, by place.</param>
/// <param name="IsThis">The mail that is looked at.</param>
public sealed record SeenMail(int Lane, DateTimeOffset At, Standing Standing, bool IsThis);
