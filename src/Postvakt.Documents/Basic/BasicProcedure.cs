namespace Postvakt.Documents.Basic;

/// <summary>A Sub, Function or Property.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Title">As written.</param>
internal sealed record BasicProcedure(string Name, string Title, BasicUnit Unit, int Line, IReadOnlyList<(string Name, bool IsByValue)> Parameters, List<BasicStatement> Body)
{
    /// <summary>A procedure is itself only: comparing its parts would cost every call.</summary>
    public bool Equals(BasicProcedure? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
