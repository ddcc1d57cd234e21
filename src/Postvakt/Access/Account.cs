using Postvakt.Audit;

namespace Postvakt.Access;

/// <summary>Somebody, or a service, who may act with more than an employee's rights.</summary>
/// <param name="Name">Lower case; for a person the address in the Directory.</param>
public sealed record Account(string Name, Role Role, DateTimeOffset Since)
{
    /// <summary>Kind in the register; the id is the name.</summary>
    public const string Kind = "account";

    /// <summary>What stands before the name in the name of an actor.</summary>
    private const string Prefix = "user:";

    public Actor Actor => new(ActorName(Name), Role);

    /// <summary>How the account of a name is called where it acts.</summary>
    public static string ActorName(string name) => Prefix + name;
}
