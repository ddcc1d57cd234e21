namespace Postvakt.Sigma.Scanning;

internal sealed class NotNode(RuleNode part) : RuleNode
{
    public RuleNode Part => part;

    public override int Cost => part.Cost + 1;

    public override bool Holds(SigmaSession session) => !part.Holds(session);
}
