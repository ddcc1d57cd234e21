using Postvakt.Sigma.Yaml;

namespace Postvakt.Sigma.Rules;

/// <summary>Ends the reading of one rule with a sentence; never leaves the reader of documents.</summary>
internal sealed class RuleFaultException : Exception
{
    public RuleFaultException(Node place, string message)
        : base(message) => Place = place;

    public Node Place { get; }
}
