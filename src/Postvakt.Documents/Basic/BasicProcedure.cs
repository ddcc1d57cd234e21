namespace Postvakt.Documents.Basic;

/// <summary>A Sub, Function or Property.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Title">As written.</param>
internal sealed record BasicProcedure(string Name, string Title, BasicUnit Unit, int Line, IReadOnlyList<(string Name, bool IsByValue)> Parameters, List<BasicStatement> Body);
