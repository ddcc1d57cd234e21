using Postvakt.Mql.Checking;

namespace Postvakt.Mql.Rules;

/// <summary>A cheap condition without which a rule cannot match, whatever else the message holds: <c>type.inbound</c> is true, <c>attachments</c> is not empty.</summary>
/// <param name="Path">A field of the message, as a rule writes it.</param>
public sealed record MqlNeed(string Path, MqlNeedKind Kind)
{
    internal Typed Field { get; init; } = null!;

    public bool Equals(MqlNeed? other) => other is not null && Path == other.Path && Kind == other.Kind;

    public override int GetHashCode() => HashCode.Combine(Path, Kind);
}
