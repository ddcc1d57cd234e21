using Postvakt.Audit;

namespace Postvakt.Access;

/// <summary>Who came, and with what.</summary>
/// <param name="Scopes">Of the token; null where none was needed: the owner of the data directory.</param>
public sealed record Pass(Actor Actor, IReadOnlyList<string>? Scopes)
{
    public bool Allows(Need need) => need.Scope.Length == 0 || (Actor.Role >= need.Role && (Scopes is null || Scopes.Contains(need.Scope, StringComparer.Ordinal)));
}
