using Postvakt.Mql.Schema;
using Postvakt.Mql.Syntax;

namespace Postvakt.Mql.Checking;

/// <summary>A part of a source with its type.</summary>
/// <param name="Children">As in <see cref="Syntax"/>; of a call of a signature its arguments in their places, those by name last, <see cref="NodeKind.Null"/> where left out.</param>
/// <param name="Symbol">Of names and members the <see cref="MqlField"/>; of calls the <see cref="MqlSignature"/> or the <see cref="CoreFunction"/>.</param>
internal sealed record Typed(Node Syntax, MqlType Type, IReadOnlyList<Typed> Children, object? Symbol = null, Origin Origin = Origin.Result)
{
    public NodeKind Kind => Syntax.Kind;

    public Typed this[int child] => Children[child];
}
