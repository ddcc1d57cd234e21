using Postvakt.Access;
using Postvakt.Audit;

namespace Postvakt.Web.Gate;

/// <summary>Who is signed in.</summary>
public sealed record Visitor(Pass Pass, Session Session)
{
    public Actor Actor => Pass.Actor;

    public bool May(Role role) => Actor.Role >= role;
}
