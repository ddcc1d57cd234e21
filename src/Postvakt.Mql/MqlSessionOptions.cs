namespace Postvakt.Mql;

/// <summary>How much one evaluation may spend.</summary>
public sealed record MqlSessionOptions
{
    /// <summary>
    /// Steps of one rule over one message, 5 million by default (some tenths of a second): a part looked at, an item of a loop, some dozen characters read. Rules of strangers over mails of attackers must end; what is stopped is
    /// indeterminate because of <c>budget</c>.
    /// </summary>
    public long MaxSteps { get; init; } = 5_000_000;

    /// <summary>Steps of all rules together over one message, 100 million by default (some seconds). A thousand rules over a mail of megabytes are many small budgets; when this one is spent, the rest is indeterminate because of <c>budget</c>.</summary>
    public long MaxStepsPerMessage { get; init; } = 100_000_000;

    /// <summary>Rules are left out by their <see cref="Rules.MqlRule.Needs"/>, which changes no outcome. Off only to show that.</summary>
    internal bool UseNeeds { get; init; } = true;
}
