namespace Postvakt.Sigma.Scanning;

/// <param name="number">Of the atom.</param>
/// <param name="written">The item of the rule.</param>
internal sealed class AtomNode(int number, Atom atom, string written) : RuleNode
{
    public int Number => number;

    public Atom Atom => atom;

    public string Written => written;

    public override int Cost => atom.IsIndexed ? 1 : 100;

    public override bool Holds(SigmaSession session) => session.Holds(number);
}
