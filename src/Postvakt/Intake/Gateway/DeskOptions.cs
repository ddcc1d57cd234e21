using Postvakt.Detection;

namespace Postvakt.Intake.Gateway;

/// <summary>What an operator decides about judged mail.</summary>
public sealed record DeskOptions
{
    public string Org { get; init; } = "default";

    public DispositionPolicy Policy { get; init; } = new();

    /// <summary>How long held mail is kept. 30 days.</summary>
    public TimeSpan HeldRetention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Names of listeners whose mail is delivered already when it is judged. None.</summary>
    public IReadOnlyCollection<string> Journals { get; init; } = [];

    /// <summary>The automation policy is asked about mail of this verdict and worse; null: about none.</summary>
    public Verdict? AutomatesFrom { get; init; }

    /// <summary>Names of outputs that are told of each mail that is held, or judged suspicious or worse. None.</summary>
    public IReadOnlyList<string> EventOutputs { get; init; } = [];
}
