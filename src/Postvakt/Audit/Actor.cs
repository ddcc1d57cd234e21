namespace Postvakt.Audit;

/// <summary>Who acts.</summary>
/// <param name="Name">Unique among all who act: "account:root" for an account of the machine, "system:release" for a part of the product.</param>
public sealed record Actor(string Name, Role Role)
{
    /// <summary>A part of the product that carries out what somebody decided.</summary>
    public static Actor System(string part) => new("system:" + part, Role.Administrator);

    /// <summary>Two names of one and the same are not two people.</summary>
    public bool IsSame(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
