using Postvakt.Jobs;

namespace Postvakt.Quarantine;

/// <summary>Asks for the deletion of a held mail's bytes.</summary>
public static class DiscardJob
{
    public const string Kind = "discard-held";

    public static Job Of(string id, DateTimeOffset due) => new(Kind, id, "{}", due);
}
