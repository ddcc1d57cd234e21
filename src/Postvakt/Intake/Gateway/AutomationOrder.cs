using System.Text.Json;
using Postvakt.Jobs;

namespace Postvakt.Intake.Gateway;

/// <summary>Asks the automation policy about a mail, promised in the transaction that records or revises its verdict; the payload of a job, whose subject is the record's id.</summary>
public sealed record AutomationOrder(AutomationSource Source)
{
    public const string Kind = "automate";

    public Job Job(string record, DateTimeOffset due) => new(Kind, record, JsonSerializer.Serialize(this), due);

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static AutomationOrder Of(Job job) => JsonSerializer.Deserialize<AutomationOrder>(job.Payload) ?? throw new JsonException("an empty order");

    /// <summary>What a record of this listener came from.</summary>
    /// <param name="journals">Names of listeners that take in journals.</param>
    public static AutomationSource SourceOf(string listener, IReadOnlyCollection<string> journals) =>
        listener == FreshLook.Listener ? AutomationSource.Report : journals.Contains(listener) ? AutomationSource.Journal : AutomationSource.Gateway;
}
