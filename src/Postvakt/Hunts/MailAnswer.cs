namespace Postvakt.Hunts;

/// <param name="At">When the first mail came.</param>
public sealed record MailAnswer(string Address, DateTimeOffset At);
