using Postvakt.Access;
using Postvakt.Audit;

namespace Postvakt.Web.Gate;

/// <summary>Declares on a page the role and scope that it needs, as endpoints of the interface do. A page without it keeps the server from starting.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PageNeedAttribute(Role role, string scope) : Attribute
{
    public Role Role => role;

    public string Scope => scope;

    public Need Need => scope.Length == 0 ? Need.Nothing : new Need(role, scope);
}
