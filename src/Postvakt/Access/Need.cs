using Postvakt.Audit;

namespace Postvakt.Access;

/// <summary>What somebody must have for an endpoint or verb: a role at least, and a scope where a token is used.</summary>
/// <param name="Scope">One of <see cref="Access.Scope"/>; empty for what is open to whoever reaches it.</param>
public sealed record Need(Role Role, string Scope)
{
    /// <summary>Open: health, and pages that check a link of their own.</summary>
    public static readonly Need Nothing = new(Role.Employee, "");
}
