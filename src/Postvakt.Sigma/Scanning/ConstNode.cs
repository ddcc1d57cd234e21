namespace Postvakt.Sigma.Scanning;

/// <summary>Decided when the bucket was made.</summary>
internal sealed class ConstNode(bool value) : RuleNode
{
    public bool Value => value;

    public override int Cost => 0;

    public override bool Holds(SigmaSession session) => value;
}
